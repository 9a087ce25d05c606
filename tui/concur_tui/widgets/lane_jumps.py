"""The tasks of all lanes that a key leads to."""

from collections.abc import Sequence
from enum import Enum

from concur_tui.widgets.lane_past import Past, Span


class Jump(Enum):
    """What to jump to; the value is the word that is shown."""

    SLOWEST = "slowest"
    LONGEST_WAIT = "longest wait"
    FIRST_FAILURE = "first failure"


def target(pasts: Sequence[Past], jump: Jump) -> tuple[int, Span] | None:
    """The lane and the task to jump to, if there is one."""
    if jump is Jump.FIRST_FAILURE:
        failures = [
            (number, past.first_failure)
            for number, past in enumerate(pasts)
            if past.first_failure is not None
        ]
        return min(failures, key=lambda found: found[1].end_s, default=None)
    if jump is Jump.SLOWEST:
        slowest = [
            (number, past.slowest) for number, past in enumerate(pasts) if past.slowest is not None
        ]
        return max(slowest, key=lambda found: found[1].length_s, default=None)
    waits = [
        (number, past.longest_wait)
        for number, past in enumerate(pasts)
        if past.longest_wait is not None
    ]
    return max(waits, key=lambda found: found[1].waited_s, default=None)


def named(pasts: Sequence[Past], jump: Jump) -> str:
    """What the task that was jumped to is, as far as that is known."""
    if jump is not Jump.FIRST_FAILURE and any(past.told_together for past in pasts):
        return f"{jump.value} of those told one by one"
    return jump.value


def why_none(pasts: Sequence[Past], jump: Jump) -> str:
    """Why there is no task to jump to, as a sentence."""
    if jump is Jump.FIRST_FAILURE:
        return "No task has failed."
    if any(past.slowest for past in pasts):
        return "No task is known to have been off the CPU."
    if any(past.told_together for past in pasts):
        return "All tasks were too short to be told one by one."
    return "No task has ended."
