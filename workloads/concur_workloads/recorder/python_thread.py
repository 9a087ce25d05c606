"""What Python calls the thread that works in a lane, kept there."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from concur_workloads.recorder.layout import PYTHON_THREAD, PYTHON_THREAD_OFFSET
from concur_workloads.recorder.recording import Recording

_NO_DAEMON, _DAEMON = 1, 2
_LONGEST = 64


@dataclass(frozen=True)
class PythonThread:
    """A thread's name, and whether the interpreter ends without waiting for it."""

    name: str
    is_daemon: bool


def write_python_thread(recording: Recording, lane: int) -> None:
    """Say of the thread that calls this that it works in a lane; a long name is cut."""
    thread = threading.current_thread()
    offset = recording.layout.lane_offset(lane) + PYTHON_THREAD_OFFSET
    kind = _DAEMON if thread.daemon else _NO_DAEMON
    name = thread.name.encode(errors="replace")[:_LONGEST]
    PYTHON_THREAD.pack_into(recording.memory, offset, kind, name)


def read_python_thread(recording: Recording, lane: int) -> PythonThread | None:
    """Who works in a lane, as Python calls it; None before anybody has said it."""
    offset = recording.layout.lane_offset(lane) + PYTHON_THREAD_OFFSET
    kind, name = PYTHON_THREAD.unpack_from(recording.memory, offset)
    if not kind:
        return None
    return PythonThread(name.rstrip(b"\0").decode(errors="ignore"), kind == _DAEMON)
