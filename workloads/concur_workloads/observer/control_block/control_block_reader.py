"""Reads the control block of one thread again and again, from outside and without stopping it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from concur_workloads.observer.control_block.block import ControlBlock, Field, FieldReading
from concur_workloads.observer.control_block.fields import FIELDS, Read
from concur_workloads.observer.control_block.proc_file import GoneError, UnreadableError
from concur_workloads.observer.control_block.thread_files import Facts, ThreadFiles

#: The number of the field of stat that every thread has up to its end.
_STATE = 3


class ControlBlockReader:
    """Keeps the files of one thread open; `now_ns` is a clock like CLOCK_MONOTONIC."""

    def __init__(
        self,
        pid: int,
        tid: int,
        proc: Path = Path("/proc"),
        now_ns: Callable[[], int] = time.monotonic_ns,
    ) -> None:
        self._pid = pid
        self._tid = tid
        self._now_ns = now_ns
        self._files = ThreadFiles(pid, tid, proc, lambda: now_ns() / 1e9)
        self._before: Facts | None = None

    def read(self) -> ControlBlock | None:
        """All fields now, rates since the reading before; None when the thread has ended.

        May block for a millisecond.
        """
        facts = Facts(self._files, self._now_ns(), self._before)
        try:
            facts.stat_field(_STATE)
        except GoneError:
            return None
        except UnreadableError:
            # Each field will say that it cannot be read.
            pass
        readings = tuple(_reading(field, read, facts) for field, read in FIELDS)
        facts.forget_before()
        self._before = facts
        return ControlBlock(self._pid, self._tid, facts.at_ns, readings)

    def close(self) -> None:
        """Let go of the files; a second call does nothing."""
        self._files.close()


def _reading(field: Field, read: Read, facts: Facts) -> FieldReading:
    try:
        return FieldReading(field, read(facts))
    except UnreadableError as error:
        return FieldReading(field, None, str(error))
    except GoneError:
        return FieldReading(field, None, "it has ended and holds none any more")


def why_no_control_blocks(proc: Path = Path("/proc")) -> str:
    """Why this system shows no control blocks; empty if it does."""
    if (proc / "self" / "task").is_dir():
        return ""
    return "Control blocks are read from /proc, which only Linux has."
