"""How the time of coroutines that take turns in one thread is divided among what they were at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from concur_workloads.results.activity import Activity


class Steps(NamedTuple):
    """The steps that one coroutine had in an interval, in nanoseconds.

    `seen` counts the looks that found its thread at something while it was in one.
    """

    took_ns: int
    seen: Mapping[Activity, int]

    @property
    def runnable_ns(self) -> float:
        """How long of it the thread ran or was ready to; steps too short to be seen count whole."""
        looks = sum(self.seen.values())
        return self.took_ns * self.seen.get(Activity.ON_CPU, 0) / looks if looks else self.took_ns


def split_steps(
    steps: Mapping[int, Steps], on_cpu_ns: int
) -> dict[int, dict[Activity | None, float]]:
    """What each of some coroutines was at in its steps, in nanoseconds, by their numbers.

    `on_cpu_ns` is how long their thread was on a CPU, and all together were no longer. Where it
    was seen, what is left it was ready; else it stands under None: nobody knows.
    """
    runnable_ns = sum(each.runnable_ns for each in steps.values())
    on_cpu = min(1.0, on_cpu_ns / runnable_ns) if runnable_ns else 0.0
    split = {}
    for number, each in steps.items():
        own_ns, looks = each.runnable_ns, sum(each.seen.values())
        parts: dict[Activity | None, float] = {
            what: each.took_ns * often / looks for what, often in each.seen.items()
        }
        parts[Activity.ON_CPU] = own_ns * on_cpu
        parts[Activity.READY if looks else None] = own_ns * (1.0 - on_cpu)
        split[number] = parts
    return split
