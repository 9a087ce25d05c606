"""The changes of state that were seen from one look to the next."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from concur_workloads.observer.control_block.block import ControlBlock
from concur_workloads.observer.waiting.wait_cause import NOTHING

_MOST_KEPT = 500

ENDED = "ended"


@dataclass(frozen=True)
class StateChange:
    """Between two looks, the later one at `at_ns`, a thread went from a state to another.

    What came and went between two looks is not seen.
    """

    at_ns: int
    before: str
    after: str


class StateLog:
    """Keeps the last changes of one thread."""

    def __init__(self) -> None:
        self.changes: deque[StateChange] = deque(maxlen=_MOST_KEPT)
        self._state = ""

    def look(self, block: ControlBlock | None, at_ns: int) -> None:
        """Take in what was seen; None for a thread that has ended."""
        state = ENDED if block is None else state_of(block)
        if self._state not in ("", state):
            self.changes.append(StateChange(at_ns, self._state, state))
        self._state = state


def state_of(block: ControlBlock) -> str:
    """The letter of the state and, where it waits, what for."""
    letter = str(block.value("state") or "?").split(",", maxsplit=1)[0]
    cause = block.value("waits for")
    # The two are read one after the other: it may have begun to run in between.
    waits = letter in "SD" and cause not in (None, NOTHING)
    return f"{letter} {cause}" if waits else letter
