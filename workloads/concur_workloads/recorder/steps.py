"""When the task of a lane is in a step, and when its event loop does something else."""

from __future__ import annotations

from typing import NamedTuple

from concur_workloads.recorder.layout import STEPS_OFFSET
from concur_workloads.recorder.recording import Recording

_DONE, _BEGUN = range(2)


class StepTimes(NamedTuple):
    """Wall nanoseconds of the steps that have ended, and when the one under way began, or 0."""

    done_ns: int
    begun_ns: int

    def until(self, now_ns: int) -> int:
        """Nanoseconds in steps so far."""
        return self.done_ns + (max(0, now_ns - self.begun_ns) if self.begun_ns else 0)


class LaneSteps:
    """The writing side, used by the worker of a lane."""

    def __init__(self, recording: Recording, lane: int) -> None:
        self._words = recording.words
        self._first = recording.layout.lane_word(lane, STEPS_OFFSET)

    def begin(self, now_ns: int) -> None:
        """A step begins."""
        self._words[self._first + _BEGUN] = now_ns

    def end(self, now_ns: int) -> None:
        """It has ended."""
        words, first = self._words, self._first
        words[first + _DONE] += now_ns - words[first + _BEGUN]
        words[first + _BEGUN] = 0


def read_steps(recording: Recording, lane: int) -> StepTimes:
    """How long the tasks of a lane were in steps; zeros of a worker that has none."""
    first = recording.layout.lane_word(lane, STEPS_OFFSET)
    return StepTimes(*recording.words[first : first + len(StepTimes._fields)].tolist())


def read_done_steps(recording: Recording) -> list[int]:
    """Wall nanoseconds of the steps that have ended, lane by lane."""
    return _of_all_lanes(recording, _DONE)


def read_begun_steps(recording: Recording) -> list[int]:
    """When the step under way of each lane began, or 0."""
    return _of_all_lanes(recording, _BEGUN)


def _of_all_lanes(recording: Recording, place: int) -> list[int]:
    """In one go, as there may be a thousand."""
    layout = recording.layout
    first = layout.lane_word(1, STEPS_OFFSET) + place
    return recording.words[first :: layout.lane_size // 8].tolist()
