"""A folder for what a run itself puts on disk, gone afterwards."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from pathlib import Path

from concur_workloads.isolation import scratch_prefix

_NAME = re.compile(r"concur-tui-(\d+)-")

#: What follows in the path of a fork server's socket; the system allows 103 bytes in all.
_SOCKET = "/concur-tui-1234567-12345678/pymp-12345678/listener-12345678"
_LONGEST_PARENT = 103 - len(_SOCKET)


class Scratch:
    """Made where it is needed; removes what killed programs left behind."""

    def __init__(self, *, needed: bool) -> None:
        self._needed = needed
        self._folder: str | None = None

    def make(self) -> str | None:
        """The new folder, None where none is needed; raises OSError."""
        if self._needed:
            parent = _parent()
            _remove_orphans(Path(parent))
            self._folder = tempfile.mkdtemp(prefix=scratch_prefix(os.getpid()), dir=parent)
        return self._folder

    def remove(self) -> None:
        """Remove the folder with all it holds; a second call does nothing."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)


def _parent() -> str:
    """The folder for temporary files, unless its path is too long for a socket in it."""
    usual = tempfile.gettempdir()
    return usual if len(os.fsencode(usual)) <= _LONGEST_PARENT else "/tmp"


def _remove_orphans(folder: Path) -> None:
    try:
        entries = list(folder.iterdir())
    except OSError:
        # What others left there is not worth a run.
        return
    for entry in entries:
        match = _NAME.match(entry.name)
        if match and not _alive(int(match[1])):
            shutil.rmtree(entry, ignore_errors=True)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
