"""Where Pythons lie on a machine."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

_NAME = re.compile(r"python3(\.\d+t?)?")
_NUMBER = re.compile(r"\d+")


def candidates() -> list[str]:
    """Paths of what seems to be a Python, each once: ours, on PATH, of pyenv, of uv, of venvs."""
    found: dict[tuple[str, str], str] = {}
    for path in (sys.executable, *_on_path(), *_of_pyenv(), *_of_uv(), *_of_environments()):
        if os.access(path, os.X_OK) and not os.path.isdir(path):
            # In a virtual environment, the same program is another Python.
            folder = os.path.dirname(os.path.dirname(path))
            environment = folder if os.path.exists(os.path.join(folder, "pyvenv.cfg")) else ""
            found.setdefault((os.path.realpath(path), os.path.realpath(environment)), path)
    return list(found.values())


def _pyenv_root() -> Path:
    return Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")


def _on_path() -> Iterator[str]:
    # Its stand-ins run one version only, whatever their names say.
    shims = os.path.realpath(_pyenv_root() / "shims")
    for folder in os.environ.get("PATH", os.defpath).split(os.pathsep):
        if not folder or os.path.realpath(folder) == shims:
            continue
        try:
            names = os.listdir(folder)
        except OSError:
            continue
        matching = [name for name in names if _NAME.fullmatch(name)]
        yield from (os.path.join(os.path.abspath(folder), name) for name in _newest_first(matching))


def _of_pyenv() -> Iterator[str]:
    yield from _installed(_pyenv_root() / "versions", "python")


def _of_uv() -> Iterator[str]:
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    folder = os.environ.get("UV_PYTHON_INSTALL_DIR") or Path(data) / "uv" / "python"
    yield from _installed(Path(folder), "python3")


def _installed(folder: Path, program: str) -> Iterator[str]:
    try:
        names = os.listdir(folder)
    except OSError:
        return
    for name in _newest_first(names):
        if not name.startswith("."):
            yield str(folder.absolute() / name / "bin" / program)


def _of_environments() -> Iterator[str]:
    active = os.environ.get("VIRTUAL_ENV")
    for folder in (*([active] if active else []), ".venv", "venv"):
        yield os.path.join(os.path.abspath(folder), "bin", "python")


def _newest_first(names: list[str]) -> list[str]:
    return sorted(
        names, key=lambda name: ([int(each) for each in _NUMBER.findall(name)], name), reverse=True
    )
