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
    STANDING,
    STANDING_OFFSETS,
    STANDING_VERSION_OFFSET,
    Kind,
    State,
)

if TYPE_CHECKING:
    from concur_workloads.recorder.recording import Recording

# As plain numbers: to name a member of an enum takes longer than to write a record.
_IDLE = int(State.IDLE)
_TASK = int(Kind.TASK)
_FAILED_TASK = int(Kind.FAILED_TASK)
_FIGURE = int(Kind.FIGURE)

_DOUBLE = Struct("@d")
_BITS = Struct("@q")

_pack_record = RECORD.pack_into
_pack_standing = STANDING.pack_into
_RECORD_SIZE = RECORD.size


class LaneWriter:
    """Writes what a worker is and does into its lane.

    Order matters for readers in other processes: a record is written before the standing that
    announces it, and that before its version. Stores become visible in that order on x86;
    elsewhere the index in each record lets the reader tell a record that is not there yet.
    """

    def __init__(self, recording: Recording, lane: int) -> None:
        layout = recording.layout
        offset = layout.lane_offset(lane)
        self.lane = lane
        self._recording = recording
        self._memory = recording.memory
        self._identity = offset + IDENTITY_OFFSET
        self._ring = offset + LANE_HEADER_SIZE
        self._mask = layout.capacity - 1
        self._words = recording.words
        self._version_word = (offset + STANDING_VERSION_OFFSET) // 8
        self._standings = tuple(offset + each for each in STANDING_OFFSETS)
        # A worker that takes over the lane of a dead one goes on counting where that one stopped.
        self._version = self._words[self._version_word]
        standing = STANDING.unpack_from(self._memory, self._standings[self._version & 1])
        self._written, self._ok, self._failed, self._busy_ns, self._cpu_ns = standing[4:]

    def identify(self, pid: int, native_id: int, created_ns: int, ready_ns: int) -> None:
        """Say who writes this lane; times are CLOCK_MONOTONIC nanoseconds."""
        IDENTITY.pack_into(self._memory, self._identity, pid, native_id, created_ns, ready_ns)

    def say(self, state: int, task: int = -1, number: int = 0) -> None:
        """Publish what the worker does from now on, as the number of a State."""
        self._publish(state, task, number, monotonic_ns())

    def record(
        self, kind: int, task: int, number: int, start_ns: int, end_ns: int, cpu_ns: int
    ) -> None:
        """Write one finished task of a Kind, count it, and say that the worker is idle."""
        written = self._written
        position = self._ring + (written & self._mask) * _RECORD_SIZE
        self._written = written = written + 1
        _pack_record(self._memory, position, written, start_ns, end_ns, cpu_ns, task, number, kind)
        if kind == _TASK:
            self._ok += 1
        elif kind == _FAILED_TASK:
            self._failed += 1
        if kind <= _FAILED_TASK:
            self._busy_ns += end_ns - start_ns
            self._cpu_ns += cpu_ns
        self._publish(_IDLE, -1, number, end_ns)

    def keep_figure(self, place: int, value: float, number: int, at_ns: int) -> None:
        """Write what a task of pass `number` measured; the record of the task announces it."""
        position = self._ring + (self._written & self._mask) * _RECORD_SIZE
        self._written += 1
        (bits,) = _BITS.unpack(_DOUBLE.pack(value))
        _pack_record(
            self._memory, position, self._written, at_ns, at_ns, bits, place, number, _FIGURE
        )

    def _publish(self, state: int, task: int, number: int, since_ns: int) -> None:
        self._version = version = self._version + 1
        _pack_standing(
            self._memory,
            self._standings[version & 1],
            state,
            task,
            number,
            since_ns,
            self._written,
            self._ok,
            self._failed,
            self._busy_ns,
            self._cpu_ns,
        )
        self._words[self._version_word] = version


#: The clocks that records are made of: system-wide, and of the calling thread on a CPU.
wall_clock_ns = monotonic_ns
cpu_clock_ns = thread_time_ns
