"""The files of a folder, as far as they are Python."""

from collections.abc import Iterable
from pathlib import Path

from textual.widgets import DirectoryTree

_NOT_LOOKED_INTO = ("__pycache__", "node_modules", "site-packages")


class PythonFiles(DirectoryTree):
    """A tree of folders and Python files; hidden ones, and those of installed packages, are not."""

    ICON_NODE_EXPANDED = "▾ "
    ICON_NODE = "▸ "
    ICON_FILE = "  "

    def filter_paths(self, paths: Iterable[Path]) -> Iterable[Path]:
        """Folders, and what ends in .py."""
        return [path for path in paths if not path.name.startswith(".") and _is_offered(path)]


def _is_offered(path: Path) -> bool:
    if path.suffix == ".py":
        return True
    return (
        path.is_dir() and path.name not in _NOT_LOOKED_INTO and not (path / "pyvenv.cfg").exists()
    )
