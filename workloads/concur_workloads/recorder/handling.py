"""What it took workers to handle arguments and results, beside running tasks."""

from __future__ import annotations

from typing import NamedTuple

from concur_workloads.recorder.layout import HANDLING_OFFSET
from concur_workloads.recorder.recording import Recording

_DESERIALISING, _SERIALISING, _CHECKING, _TIMED = range(4)


class HandlingTimes(NamedTuple):
    """Nanoseconds of wall time, in all workers that a lane has had.

    `timed` counts the tasks whose arguments and results were timed on their way.
    """

    deserialising_ns: int
    serialising_ns: int
    checking_ns: int
    timed: int


class LaneHandling:
    """The writing side, used by the worker of a lane."""

    def __init__(self, recording: Recording, lane: int) -> None:
        self._words = recording.words
        self._first = recording.layout.lane_word(lane, HANDLING_OFFSET)

    def deserialised(self, took_ns: int, tasks: int) -> None:
        """Count what it took to make the arguments of some tasks of a message."""
        self._words[self._first + _DESERIALISING] += took_ns
        self._words[self._first + _TIMED] += tasks

    def serialised(self, took_ns: int) -> None:
        """Count what it took to make a message of their results."""
        self._words[self._first + _SERIALISING] += took_ns

    def checked(self, took_ns: int) -> None:
        """Count what it took to work out the digest of a result."""
        self._words[self._first + _CHECKING] += took_ns


def read_handling_times(recording: Recording, lane: int) -> HandlingTimes:
    """What handling has cost the workers of a lane so far; zeros where nobody says."""
    first = recording.layout.lane_word(lane, HANDLING_OFFSET)
    return HandlingTimes(*recording.words[first : first + len(HandlingTimes._fields)].tolist())
