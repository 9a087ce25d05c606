"""Where everything lies in a recording.

    header page | lane 1: lane header, ring of records | lane 2 | ...

Numbers are in the machine's own byte order and aligned, so that each is stored at once.
"""

from __future__ import annotations

import enum
import struct
from dataclasses import dataclass

MAGIC = 0x434F4E4355520001
PAGE = 4096

#: magic, lanes, capacity (records a lane)
HEADER = struct.Struct("@QQQ")

#: One record: index + 1, start_ns, end_ns, cpu_ns, task, pass number, kind; then the totals of the
#: lane with it: tasks ok, tasks failed, busy_ns, cpu_ns
RECORD = struct.Struct("@QqqqqIHxxQQqq")

#: The gate word, see Gate.
GATE_OFFSET = 64

LANE_HEADER_SIZE = 256

#: Within a lane header, from here on: pid, native thread id, created_ns, ready_ns
IDENTITY = struct.Struct("@qqqq")
IDENTITY_OFFSET = 0

#: whether the GIL is on (0 unknown, 1 off, 2 on), switch interval in seconds
CONDITIONS = struct.Struct("@qd")
CONDITIONS_OFFSET = 32

#: The task, the pass number and state (see `stage`), since_ns, records written: a word each, as
#: `Struct.pack_into` fills its target with zeros first, and a reader could see those, for ever if
#: the writer is killed just then.
STANDING = struct.Struct("@qqqQ")
STANDING_OFFSET = 56

#: Whether the thread is a daemon (0 unknown, 1 no, 2 yes), and its name in Python, cut.
PYTHON_THREAD = struct.Struct("@q64s")
PYTHON_THREAD_OFFSET = 88

#: What handling arguments and results cost the worker of a lane so far, see HandlingTimes: a word
#: each.
HANDLING_OFFSET = 160

#: How long measured coroutines of a lane were in steps, see StepTimes: a word each.
STEPS_OFFSET = 192

#: What the task of a lane waits for: the place of a resource, from 1, or 0; the line of code; what
#: it holds, a bit a place; what earlier workers of the lane held when they died; a word that grows
#: with each change; and how often the program told it to give up waiting. Each is stored at once
#: and read alone.
WAITS_OFFSET = 208

#: A recording takes at most this much address space; pages are used as they are written.
_LARGEST_RINGS = 64 << 20
_FEWEST_RECORDS = 256
_MOST_RECORDS = 32_768


class Gate(enum.IntEnum):
    """What the runner lets all workers do; checked by a worker before each task."""

    OPEN = 0
    PAUSED = 1
    CANCELLED = 2
    #: Workers wait here until all of them are ready.
    STARTING = 3


class State(enum.IntEnum):
    """What a worker says it does."""

    NEW = 0
    STARTING = 1
    IDLE = 2
    WARMING_UP = 3
    RUNNING = 4
    ENDED = 5


_STATE_BITS = 8

#: By their numbers, as it takes less than to ask the enumeration.
_STATES = {int(state): state for state in State}


def stage(state: int, number: int) -> int:
    """One word for the number of a State in a pass."""
    return number << _STATE_BITS | state


def parts_of_stage(word: int) -> tuple[State, int]:
    """What `stage` was made of."""
    return _STATES[word & (1 << _STATE_BITS) - 1], word >> _STATE_BITS


class Kind(enum.IntEnum):
    """What a record tells of."""

    TASK = 1
    FAILED_TASK = 2
    WARM_UP = 3
    #: Not a task, but what one measured: its place among the figures of the workload stands for the
    #: task, and the bits of the value, a double, for the time on a CPU.
    FIGURE = 4


@dataclass(frozen=True)
class Layout:
    """The measures of one recording: how many lanes, and how many records each keeps."""

    lanes: int
    capacity: int

    @classmethod
    def for_lanes(cls, lanes: int) -> Layout:
        """Rings as long as fit, a power of two, the same for each lane."""
        fitting = _LARGEST_RINGS // RECORD.size // lanes
        capacity = 1 << (max(fitting, _FEWEST_RECORDS).bit_length() - 1)
        return cls(lanes, min(capacity, _MOST_RECORDS))

    @property
    def lane_size(self) -> int:
        """Bytes of one lane, header and ring."""
        ring = self.capacity * RECORD.size
        return -(-(LANE_HEADER_SIZE + ring) // PAGE) * PAGE

    @property
    def size(self) -> int:
        """Bytes of the whole recording."""
        return PAGE + self.lanes * self.lane_size

    def lane_offset(self, lane: int) -> int:
        """Where lane `lane`, counted from 1, begins."""
        if not 1 <= lane <= self.lanes:
            raise IndexError(f"lane {lane} of {self.lanes}")
        return PAGE + (lane - 1) * self.lane_size

    def lane_word(self, lane: int, offset: int) -> int:
        """The place, among the words of the recording, of what lies at an offset in a lane."""
        return (self.lane_offset(lane) + offset) // 8
