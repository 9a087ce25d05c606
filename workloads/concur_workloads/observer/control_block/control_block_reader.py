"""Reads the control block of one thread again and again, from outside and without stopping it."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from concur_workloads.observer.control_block.block import ControlBlock, FieldReading
from concur_workloads.observer.control_block.fields.declared import CLOCK, Declared
from concur_workloads.observer.control_block.fields.every_field import FIELDS
from concur_workloads.observer.control_block.missing import UnreadableError
from concur_workloads.observer.control_block.source import WHOLE
from concur_workloads.observer.control_block.thread_files import ThreadFiles
from concur_workloads.observer.python_frames.frame_look import FrameLook
from concur_workloads.observer.python_frames.py_spy import look_at_frames
from concur_workloads.recorder.python_thread import PythonThread


def _places() -> dict[tuple[str, str], list[int]]:
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, each in enumerate(FIELDS):
        for source, part in each.read_from:
            for changed in {part, *WHOLE}:
                places[source, changed].append(place)
    return dict(places)


#: Which fields are worked out anew when a part of a source says something else.
_PLACES = _places()


class ControlBlockReader:
    """Keeps the files of one thread open; `now_ns` is a clock like CLOCK_MONOTONIC.

    `python_thread` is what the thread has told of itself, as a worker of a run does.
    """

    def __init__(
        self,
        pid: int,
        tid: int,
        proc: Path = Path("/proc"),
        now_ns: Callable[[], int] = time.monotonic_ns,
        *,
        python_thread: PythonThread | None = None,
    ) -> None:
        self._pid = pid
        self._tid = tid
        self._now_ns = now_ns
        self._files = ThreadFiles(pid, tid, proc, python_thread)
        self._readings = [FieldReading(each.field, None) for each in FIELDS]

    def read(self, *, fresh: bool = False) -> ControlBlock | None:
        """All fields, rates since they were read before; None when the thread has ended.

        Some may be as old as their sources say, unless it is to be a `fresh` reading. May block
        for a millisecond.
        """
        at_ns = self._now_ns()
        changed = [CLOCK, *self._files.look(at_ns, fresh=fresh)]
        # Every thread has a stat up to its end.
        if self._files.stat.is_gone:
            return None
        for place in {place for each in changed for place in _PLACES.get(each, ())}:
            self._readings[place] = _reading(FIELDS[place], self._files)
        readings = tuple(self._readings)
        return ControlBlock(self._pid, self._tid, at_ns, readings, self._files.frame_look)

    def look_at_frames(self) -> FrameLook:
        """Ask for the frames of the thread, which the next readings tell too; takes a while."""
        look = look_at_frames(self._pid, self._tid)
        self._files.take_frames(look)
        return look

    def close(self) -> None:
        """Let go of the files; a second call does nothing."""
        self._files.close()


def _reading(declared: Declared, files: ThreadFiles) -> FieldReading:
    try:
        return FieldReading(declared.field, declared.read(files))
    except UnreadableError as error:
        return FieldReading(declared.field, None, str(error))


def why_no_control_blocks(proc: Path = Path("/proc")) -> str:
    """Why this system shows no control blocks; empty if it does."""
    if (proc / "self" / "task").is_dir():
        return ""
    return "Control blocks are read from /proc, which only Linux has."
