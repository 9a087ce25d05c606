"""What one thread was seen at lately, each state from when it was seen first."""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

from concur_workloads.results.activity import Activity

#: Of a thread that takes turns with others, that is a few seconds.
MOST_STATES = 100


class SeenState(NamedTuple):
    """What a thread was at from `since_ns` on, a moment of CLOCK_MONOTONIC; None once it had ended.

    ON_CPU is also one that was ready to run, as one look cannot tell. `cause` says what it waited
    for, in the words of the control block, and is empty where nobody can tell.
    """

    since_ns: int
    activity: Activity | None
    cause: str


class StatesSeen:
    """Keeps the last ones; what came and went between two looks is not seen."""

    def __init__(self) -> None:
        self._states: deque[SeenState] = deque(maxlen=MOST_STATES)
        self._last: tuple[Activity | None, str] = None, ""

    def see(self, at_ns: int, activity: Activity | None, cause: str = "") -> None:
        """Take in what a look has found; None for a thread that has ended."""
        now = activity, cause
        if now != self._last:
            self._last = now
            self._states.append(SeenState(at_ns, activity, cause))

    def states(self) -> tuple[SeenState, ...]:
        """All that are kept, the oldest first; may be called from another thread."""
        # A copy is made in one piece, which no look can come into.
        return tuple(self._states.copy())
