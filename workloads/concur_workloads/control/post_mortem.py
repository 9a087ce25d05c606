"""Why a runner died, from its exit code and from what its lanes say to the last."""

from __future__ import annotations

from collections.abc import Mapping

from concur_workloads.exit_status import exit_words
from concur_workloads.recorder.reader import LaneStatus

_MOST_NAMED = 8


def cause_of_death(
    pid: int, code: int, under_way: Mapping[int, LaneStatus], *, in_one_process: bool
) -> str:
    """One or two sentences that name the process, its end, and the workers and tasks concerned.

    `in_one_process` is whether that process holds all the workers.
    """
    text = f"The runner (process {pid}) {exit_words(code)}{while_running(under_way)}."
    if in_one_process and len(under_way) > 1:
        text += " They share one process, so whichever of them did it, all ended with it."
    return text


def while_running(under_way: Mapping[int, LaneStatus]) -> str:
    """What the workers were on, as the end of a sentence; nothing if they were on nothing."""
    running = [
        f"worker {worker} ran {'a warm-up task' if status.task < 0 else f'task {status.task}'}"
        for worker, status in under_way.items()
    ]
    if not running:
        return ""
    more = f" and {len(running) - _MOST_NAMED} more" if len(running) > _MOST_NAMED else ""
    return " while " + ", ".join(running[:_MOST_NAMED]) + more
