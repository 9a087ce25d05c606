"""The end of a worker process, as a descriptor to watch."""

from __future__ import annotations

import os
from multiprocessing.process import BaseProcess


def open_end(process: BaseProcess, *, is_child: bool) -> int:
    """A descriptor that can be read once the process has ended; the caller closes it.

    The sentinel of a child is a pipe, which any process that a task leaves behind keeps open. That
    of a fork server's is none of its own: the server writes the exit code there.
    """
    assert process.pid is not None
    if is_child:
        try:
            return os.pidfd_open(process.pid)
        except (AttributeError, OSError):
            # Only Linux has such descriptors.
            pass
    return os.dup(process.sentinel)
