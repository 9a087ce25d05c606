"""What it took workers to deserialise what they got, and to serialise what they gave back."""

from __future__ import annotations

from typing import NamedTuple

from concur_workloads.recorder.layout import MESSAGES_OFFSET
from concur_workloads.recorder.recording import Recording


class MessageTimes(NamedTuple):
    """Nanoseconds of wall time, in all workers that a lane has had."""

    deserialising_ns: int
    serialising_ns: int


class LaneMessages:
    """The writing side, used by the worker of a lane."""

    def __init__(self, recording: Recording, lane: int) -> None:
        self._words = recording.words
        self._deserialising = _first_word(recording, lane)
        self._serialising = self._deserialising + 1

    def deserialised(self, took_ns: int) -> None:
        """Count what it took to make objects of a message."""
        self._words[self._deserialising] += took_ns

    def serialised(self, took_ns: int) -> None:
        """Count what it took to make a message of objects."""
        self._words[self._serialising] += took_ns


def read_message_times(recording: Recording, lane: int) -> MessageTimes:
    """What messages have cost the workers of a lane so far; zeros where nobody says."""
    first = _first_word(recording, lane)
    return MessageTimes(*recording.words[first : first + len(MessageTimes._fields)].tolist())


def _first_word(recording: Recording, lane: int) -> int:
    return (recording.layout.lane_offset(lane) + MESSAGES_OFFSET) // 8
