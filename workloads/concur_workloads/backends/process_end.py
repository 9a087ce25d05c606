"""The end of a worker process, as a descriptor to watch."""

from __future__ import annotations

import os
from multiprocessing.process import BaseProcess

#: A fork server tells an exit code once. If two threads of a library ask, one is told this.
_LOST_EXIT_CODE = 255


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


def true_exit_code(code: int | None, start_method: str | None) -> int | None:
    """The exit code of a process as its object has it; None if that is not known."""
    return None if code == _LOST_EXIT_CODE and start_method == "forkserver" else code
