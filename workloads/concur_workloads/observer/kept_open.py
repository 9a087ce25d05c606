"""A file of /proc that is opened once and read many times."""

import errno
import os
from pathlib import Path

#: More than any of them is long.
_LONGEST = 1 << 16


class KeptOpen:
    """Reading it again costs one system call; it never shows a later process with the same id.

    Raises OSError from the start where there is no such file.
    """

    def __init__(self, path: str | Path) -> None:
        self._descriptor: int | None = os.open(path, os.O_RDONLY | os.O_CLOEXEC)

    def read(self) -> bytes | None:
        """The content now; None when what it describes has ended."""
        try:
            return self.content()
        except OSError:
            self.close()
            return None

    def content(self) -> bytes:
        """The content now; raises OSError, which says why there is none."""
        if self._descriptor is None:
            raise ProcessLookupError(errno.ESRCH, os.strerror(errno.ESRCH))
        return os.pread(self._descriptor, _LONGEST, 0)

    def close(self) -> None:
        """Close the file; a second call does nothing."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
