"""What the tasks of a run wait for and hold, kept in their lanes for whoever looks from outside."""

from __future__ import annotations

from typing import NamedTuple

from concur_workloads.recorder.layout import WAITS_OFFSET
from concur_workloads.recorder.recording import Recording

_WANTED, _LINE, _HELD, _LOST, _TURN, _GIVE_UP = range(6)

#: As many bits as a word has for them.
MOST_RESOURCES = 62


class LaneWaits:
    """The writing side, used by the worker of a lane; resources go by their places, from 0."""

    def __init__(self, recording: Recording, lane: int) -> None:
        self._words = recording.words
        self._first = recording.layout.lane_word(lane, WAITS_OFFSET)
        self._given_up = self._words[self._first + _GIVE_UP]
        # What a worker holds when it dies, its successor cannot let go of.
        self._words[self._first + _LOST] |= self._words[self._first + _HELD]
        self._words[self._first + _HELD] = self._words[self._first + _WANTED] = 0

    def begin(self, place: int, line: int) -> None:
        """The task waits for a resource from now on, at a line of its code."""
        # What was asked of an earlier wait has come too late.
        self._given_up = self._words[self._first + _GIVE_UP]
        self._words[self._first + _LINE] = line
        self._words[self._first + _WANTED] = place + 1
        self._turn()

    def end(self) -> None:
        """It waits no more."""
        self._words[self._first + _WANTED] = 0
        self._turn()

    def hold(self, place: int) -> None:
        """From now on others wait for this task if they want that resource."""
        self._words[self._first + _HELD] |= 1 << place
        self._turn()

    def release(self, place: int) -> None:
        """They do so no more."""
        self._words[self._first + _HELD] &= ~(1 << place)
        self._turn()

    def told_to_give_up(self) -> bool:
        """Whether the program has asked since then, or the last call, that it gives up waiting."""
        asked = self._words[self._first + _GIVE_UP]
        if asked == self._given_up:
            return False
        self._given_up = asked
        return True

    def _turn(self) -> None:
        self._words[self._first + _TURN] += 1


class Wait(NamedTuple):
    """What one lane waits for at a line of code, and what it holds; `turn` grows with each change.

    `wanted` is None while it waits for nothing; `lost` is what workers held that died in the lane.
    """

    lane: int
    wanted: int | None
    line: int
    held: frozenset[int]
    lost: frozenset[int]
    turn: int


def read_wait(recording: Recording, lane: int) -> Wait:
    """What the task of a lane waits for and holds now."""
    first = recording.layout.lane_word(lane, WAITS_OFFSET)
    wanted, line, held, lost, turn = recording.words[first : first + _GIVE_UP].tolist()
    return Wait(lane, wanted - 1 if wanted else None, line, _places(held), _places(lost), turn)


def _places(bits: int) -> frozenset[int]:
    return frozenset(place for place in range(bits.bit_length()) if bits >> place & 1)


def tell_to_give_up(recording: Recording, lane: int) -> None:
    """Ask the task of a lane to give up what it waits for; it looks a few times a second."""
    recording.words[recording.layout.lane_word(lane, WAITS_OFFSET) + _GIVE_UP] += 1
