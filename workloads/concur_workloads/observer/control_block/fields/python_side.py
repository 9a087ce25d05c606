"""What Python knows of it."""

from __future__ import annotations

import os

from concur_workloads.observer.control_block.fields.declared import Declared, Group
from concur_workloads.observer.control_block.missing import UnreadableError
from concur_workloads.observer.control_block.thread_files import PYTHON, ThreadFiles

_GROUP = Group("Python")


def _function(files: ThreadFiles) -> str:
    look = files.frame_look
    if not look.frames:
        raise UnreadableError(look.missing)
    innermost = look.frames[0]
    age_s = (files.at_ns - look.at_ns) / 1e9
    place = f"{os.path.basename(innermost.file)}:{innermost.line}"
    return f"{innermost.function}, {place}, {max(0.0, age_s):.0f} s ago"


def _name(files: ThreadFiles) -> str:
    if files.python_thread is not None:
        return files.python_thread.name
    if files.frame_look.thread_name:
        return files.frame_look.thread_name
    raise UnreadableError("it is told by workers of a run, of others by py-spy")


def _is_daemon(files: ThreadFiles) -> str:
    if files.python_thread is None:
        raise UnreadableError("it is told by workers of a run alone")
    return "yes" if files.python_thread.is_daemon else "no"


PYTHON_SIDE: tuple[Declared, ...] = (
    _GROUP.told(
        "thread name",
        "the worker itself when it was ready, or py-spy",
        "What Python calls the thread: threading.current_thread().name.",
        _name,
        (PYTHON,),
    ),
    _GROUP.told(
        "daemon",
        "the worker itself when it was ready",
        "Whether its interpreter would end without waiting for this thread.",
        _is_daemon,
        (PYTHON,),
    ),
    _GROUP.told(
        "function",
        "py-spy dump --nonblocking, when it is asked: a sample, which may be torn",
        "The function and line that it was at, the innermost of its frames. The thread was not "
        "stopped, so that a frame may be one that had returned.",
        _function,
        (PYTHON,),
    ),
)
