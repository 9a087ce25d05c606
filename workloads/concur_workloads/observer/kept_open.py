"""A file of /proc that is opened once and read many times."""

import errno
import os
from collections.abc import Sequence
from pathlib import Path

#: More than any of them is long.
_LONGEST = 1 << 16

#: In the place of a descriptor: of no file.
_CLOSED = -1


class KeptOpen:
    """Reading it again costs one system call; it never shows a later process with the same id.

    Of what is known to be no longer than `longest` bytes a reading takes less, if these are few.
    Raises OSError from the start where there is no such file.
    """

    def __init__(self, path: str | Path, longest: int = _LONGEST) -> None:
        self._descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        self._longest = longest

    @property
    def descriptor(self) -> int:
        """For `contents_of` many files; it is this file's until `close`, whatever is read."""
        return self._descriptor

    def read(self) -> bytes | None:
        """The content now; None when what it describes has ended."""
        try:
            return os.pread(self._descriptor, self._longest, 0)
        except OSError:
            return None

    def content(self) -> bytes:
        """The content now; raises OSError, which says why there is none."""
        if self._descriptor == _CLOSED:
            raise ProcessLookupError(errno.ESRCH, os.strerror(errno.ESRCH))
        return os.pread(self._descriptor, self._longest, 0)

    def close(self) -> None:
        """Close the file; a second call does nothing."""
        if self._descriptor != _CLOSED:
            os.close(self._descriptor)
            self._descriptor = _CLOSED


def contents_of(descriptors: Sequence[int], longest: int) -> list[bytes]:
    """What many files say now, `longest` bytes at most; nothing where one has ended.

    It takes little more than the kernel does.
    """
    pread = os.pread
    try:
        return [pread(each, longest, 0) for each in descriptors]
    except OSError:
        return [_content_or_nothing(each, longest) for each in descriptors]


def _content_or_nothing(descriptor: int, longest: int) -> bytes:
    try:
        return os.pread(descriptor, longest, 0)
    except OSError:
        return b""
