"""The writing side of one lane, used by exactly one worker."""

from __future__ import annotations

from struct import Struct
from time import monotonic_ns, thread_time_ns
from typing import TYPE_CHECKING

from concur_workloads.recorder.layout import (
    IDENTITY,
    IDENTITY_OFFSET,
    LANE_HEADER_SIZE,
    RECORD,
    STANDING_OFFSET,
    Kind,
    stage,
)

if TYPE_CHECKING:
    from concur_workloads.recorder.recording import Recording

# As plain numbers: to name a member of an enum takes longer than to write a record.
_TASK = int(Kind.TASK)
_FAILED_TASK = int(Kind.FAILED_TASK)
_FIGURE = int(Kind.FIGURE)

_DOUBLE = Struct("@d")
_BITS = Struct("@q")

_pack_record = RECORD.pack_into
_RECORD_SIZE = RECORD.size


class LaneWriter:
    """Writes what a worker is and does into its lane.

    A record says with its end that the worker is idle, so nothing else is written then. Order
    matters for readers in other processes: a record is written before the number that announces
    it, a task and its stage before the time since when. Stores become visible in that order on
    x86; elsewhere the index in each record lets the reader tell one that is not there yet.
    """

    def __init__(self, recording: Recording, lane: int) -> None:
        layout = recording.layout
        offset = layout.lane_offset(lane)
        self.lane = lane
        self._memory = recording.memory
        self._identity = offset + IDENTITY_OFFSET
        self._ring = offset + LANE_HEADER_SIZE
        self._mask = layout.capacity - 1
        self._words = recording.words
        first = (offset + STANDING_OFFSET) // 8
        self._task_at, self._stage_at, self._since_at, self._written_at = range(first, first + 4)
        # A worker that takes over the lane of a dead one goes on counting where that one stopped.
        self._written: int = self._words[self._written_at]
        self._ok = self._failed = self._busy_ns = self._cpu_ns = 0
        if self._written:
            newest = RECORD.unpack_from(self._memory, self._position_of(self._written - 1))
            self._ok, self._failed, self._busy_ns, self._cpu_ns = newest[7:]

    def _position_of(self, index: int) -> int:
        return self._ring + (index & self._mask) * _RECORD_SIZE

    def identify(self, pid: int, native_id: int, created_ns: int, ready_ns: int) -> None:
        """Say who writes this lane; times are CLOCK_MONOTONIC nanoseconds."""
        IDENTITY.pack_into(self._memory, self._identity, pid, native_id, created_ns, ready_ns)

    def say(self, state: int, task: int = -1, number: int = 0) -> None:
        """Publish what the worker does from now on, as the number of a State."""
        words = self._words
        words[self._task_at] = task
        words[self._stage_at] = stage(state, number)
        words[self._since_at] = monotonic_ns()

    def record(
        self, kind: int, task: int, number: int, start_ns: int, end_ns: int, cpu_ns: int
    ) -> None:
        """Write one finished task of a Kind, count it, and say that the worker is idle."""
        if kind == _TASK:
            self._ok += 1
            self._busy_ns += end_ns - start_ns
            self._cpu_ns += cpu_ns
        elif kind == _FAILED_TASK:
            self._failed += 1
            self._busy_ns += end_ns - start_ns
            self._cpu_ns += cpu_ns
        written = self._written
        _pack_record(
            self._memory,
            self._ring + (written & self._mask) * _RECORD_SIZE,
            written + 1,
            start_ns,
            end_ns,
            cpu_ns,
            task,
            number,
            kind,
            self._ok,
            self._failed,
            self._busy_ns,
            self._cpu_ns,
        )
        self._words[self._written_at] = self._written = written + 1

    def keep_figure(self, place: int, value: float, number: int, at_ns: int) -> None:
        """Write what a task of pass `number` measured; the record of the task announces it."""
        position = self._position_of(self._written)
        self._written += 1
        (bits,) = _BITS.unpack(_DOUBLE.pack(value))
        _pack_record(
            self._memory,
            position,
            self._written,
            at_ns,
            at_ns,
            bits,
            place,
            number,
            _FIGURE,
            self._ok,
            self._failed,
            self._busy_ns,
            self._cpu_ns,
        )


#: The clocks that records are made of: system-wide, and of the calling thread on a CPU.
wall_clock_ns = monotonic_ns
cpu_clock_ns = thread_time_ns
