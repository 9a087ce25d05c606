"""What a thread is at, as its control block says."""

from __future__ import annotations

from concur_workloads.observer.control_block.block import ControlBlock
from concur_workloads.observer.waiting.states_seen import StatesSeen
from concur_workloads.observer.waiting.wait_cause import NOTHING, activity_of
from concur_workloads.results.activity import Activity

_BY_LETTER = {
    "R": Activity.ON_CPU,
    "T": Activity.STOPPED,
    "t": Activity.STOPPED,
    "Z": Activity.ZOMBIE,
}
_ENDED = "X"


def see_block(states: StatesSeen, block: ControlBlock | None, at_ns: int) -> None:
    """Take in what a block says; None of a thread that has ended."""
    letter = _ENDED if block is None else str(block.value("state")).split(",", maxsplit=1)[0]
    if block is None or letter == _ENDED:
        states.see(at_ns, None)
    elif letter in _BY_LETTER:
        states.see(at_ns, _BY_LETTER[letter])
    else:
        cause = str(block.value("waits for") or "")
        found = activity_of(cause)
        if letter == "D" and found is not Activity.CHILD:
            found = Activity.DISK
        # The two are read one after the other: it may have begun to run in between.
        states.see(at_ns, found, "" if cause == NOTHING else cause)
