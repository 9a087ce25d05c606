"""What Python knows of it."""

from __future__ import annotations

import os

from concur_workloads.observer.control_block.fields.declared import CLOCK, Declared, Group
from concur_workloads.observer.control_block.missing import UnreadableError
from concur_workloads.observer.control_block.thread_files import ThreadFiles

_GROUP = Group("Python")


def _function(files: ThreadFiles) -> str:
    look = files.frame_look
    if not look.frames:
        raise UnreadableError(look.missing)
    innermost = look.frames[0]
    age_s = (files.at_ns - look.at_ns) / 1e9
    place = f"{os.path.basename(innermost.file)}:{innermost.line}"
    return f"{innermost.function}, {place}, {max(0.0, age_s):.0f} s ago"


PYTHON_SIDE: tuple[Declared, ...] = (
    _GROUP.told(
        "function",
        "py-spy dump --nonblocking, when it is asked: a sample, which may be torn",
        "The function and line that it was at, the innermost of its frames. The thread was not "
        "stopped, so that a frame may be one that had returned.",
        _function,
        (CLOCK,),
    ),
)
