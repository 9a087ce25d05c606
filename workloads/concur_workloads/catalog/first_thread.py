"""The first example that everybody meets: a thread that prints numbers."""

from __future__ import annotations

import time

from concur_workloads.catalog.workload import Settings, Workload
from concur_workloads.parameter import Parameter


def _print_numbers(_task: int, settings: Settings) -> int:
    count: int = settings["numbers"]
    for number in range(count):
        print(number)
        time.sleep(settings["pause_s"])
    return count


WORKLOADS = (
    Workload(
        name="print-numbers",
        title="print numbers",
        family="First steps",
        kind="prints and waits",
        summary="Prints the numbers from 0: the classic first thread. See its lines in the log.",
        look_at=(
            "With several workers, see in the log how their lines mix: the order is the "
            "scheduler's, and may differ from run to run."
        ),
        parameters=(
            Parameter("numbers", 5, "how many numbers a task prints", 1, 100_000),
            Parameter("pause_s", 0.2, "how long it waits after each", 0, 60, unit="s"),
        ),
        body=_print_numbers,
        smallest={"numbers": 2, "pause_s": 0.0},
        default_tasks=2,
        default_repeats=1,
    ),
)
