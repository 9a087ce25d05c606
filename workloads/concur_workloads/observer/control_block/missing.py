"""Why a value cannot be had."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import NamedTuple

_GONE = {errno.ENOENT, errno.ESRCH}


class UnreadableError(Exception):
    """A value cannot be had; the text says why."""


class Missing(NamedTuple):
    """What is there instead of a content; `is_gone` if what it would tell of has ended."""

    reason: str
    is_gone: bool = False


def why_missing(error: OSError, path: Path) -> Missing:
    """What an error says of something in /proc that was read."""
    if error.errno in _GONE:
        if error.errno == errno.ENOENT and path.parent.exists():
            return Missing(f"this kernel has no {path.name} for it")
        return Missing("it has ended and holds none any more", is_gone=True)
    if error.errno in (errno.EPERM, errno.EACCES):
        return Missing(f"we are not permitted to read {path}")
    return Missing(f"{path} cannot be read: {error.strerror}")
