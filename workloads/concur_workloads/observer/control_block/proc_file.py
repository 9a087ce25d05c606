"""The files of /proc that tell of one thread, each kept open while it is looked at."""

from __future__ import annotations

import errno
import os
from pathlib import Path

#: More than any of them is long.
_LONGEST = 1 << 16

_GONE = {errno.ENOENT, errno.ESRCH}


class GoneError(Exception):
    """What was looked at has ended."""


class UnreadableError(Exception):
    """A value cannot be had; the text says why."""


class ProcFile:
    """One file, opened when it is read first; it never shows a later process with the same id."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def text(self) -> str:
        """The content now; raises GoneError and UnreadableError."""
        try:
            if self._descriptor is None:
                self._descriptor = os.open(self._path, os.O_RDONLY | os.O_CLOEXEC)
            content = os.pread(self._descriptor, _LONGEST, 0)
        except OSError as error:
            raise _reason(error, self._path) from error
        return content.decode(errors="replace")

    def close(self) -> None:
        """Close the file; a second call does nothing."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def entries(folder: Path) -> list[str]:
    """What a folder of /proc holds now; raises GoneError and UnreadableError."""
    try:
        return os.listdir(folder)
    except OSError as error:
        raise _reason(error, folder) from error


def link(path: Path) -> str:
    """What a link of /proc leads to; raises GoneError and UnreadableError."""
    try:
        return os.readlink(path)
    except OSError as error:
        raise _reason(error, path) from error


def _reason(error: OSError, path: Path) -> GoneError | UnreadableError:
    if error.errno in _GONE:
        owner = path.parent
        if error.errno == errno.ENOENT and owner.exists():
            return UnreadableError(f"this kernel has no {path.name} for it")
        return GoneError()
    if error.errno in (errno.EPERM, errno.EACCES):
        return UnreadableError(f"we are not permitted to read {path}")
    return UnreadableError(f"{path} cannot be read: {error.strerror}")
