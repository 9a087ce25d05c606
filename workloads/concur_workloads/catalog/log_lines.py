"""Lines for the log that tasks print while they go on."""

from __future__ import annotations

from collections.abc import Callable

from concur_workloads.catalog.workload import WARM_UP_TASK, Settings


def teller(task: int, settings: Settings) -> Callable[[str], None]:
    """What prints a line with the number of the worker before it.

    It prints nothing for a warm-up task, as that would only tell everything once more.
    """
    worker = settings["here"].worker

    def tell(line: str) -> None:
        if task != WARM_UP_TASK:
            print(f"worker {worker}: {line}")

    return tell


def hold_of(task: int, settings: Settings) -> float:
    """The parameter `hold_s`, in seconds: so long something stays to be seen; 0 in a warm-up."""
    hold_s: float = settings["hold_s"]
    return 0.0 if task == WARM_UP_TASK else hold_s
