"""How the time that a worker spent in tasks is divided among what it was at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from concur_workloads.results.activity import Activity

#: Chance lets looks miss no more than about half of the waits.
_MISSED = 2


@dataclass(frozen=True)
class TaskTime:
    """What was seen of a worker while it was in tasks, and between them.

    `seen_s` is how long it was watched in tasks; of that it was `on_cpu_s` on a CPU and
    `run_queue_s` ready but waiting for one, which the kernel's clocks say. `waits` counts in how
    many of the `looks` it was seen blocked, by what kept it, `untold` those of which nobody knows
    that, and `could_run` those that found it on a CPU or ready. Where nobody looked, nanoseconds by
    the worker's own clocks may stand in for the counts.

    With what it did between tasks it was `serving_cpu_s` on a CPU. There it waited for a CPU for
    `ready_between_s` and for the GIL for `gil_between_s`, by `looks_between`.
    """

    seen_s: float = 0.0
    on_cpu_s: float = 0.0
    run_queue_s: float = 0.0
    serving_cpu_s: float = 0.0
    looks: int = 0
    waits: Mapping[Activity, int] = field(default_factory=dict)
    untold: int = 0
    could_run: int = 0
    ready_between_s: float = 0.0
    gil_between_s: float = 0.0
    looks_between: int = 0

    def __add__(self, other: TaskTime) -> TaskTime:
        return TaskTime(
            self.seen_s + other.seen_s,
            self.on_cpu_s + other.on_cpu_s,
            self.run_queue_s + other.run_queue_s,
            self.serving_cpu_s + other.serving_cpu_s,
            self.looks + other.looks,
            Counter(self.waits) + Counter(other.waits),
            self.untold + other.untold,
            self.could_run + other.could_run,
            self.ready_between_s + other.ready_between_s,
            self.gil_between_s + other.gil_between_s,
            self.looks_between + other.looks_between,
        )

    def split(self, whole_s: float, on_cpu_s: float | None = None) -> dict[Activity | None, float]:
        """Divide `whole_s` seconds in tasks, with `on_cpu_s` of them where that is known better.

        The kernel's clocks count; what they leave is shared out by how often each kind of wait was
        seen. If that is far less than it would take, it was ready; where nothing was seen it stands
        under None: nobody knows.
        """
        scale = whole_s / self.seen_s if self.seen_s else 0.0
        on_cpu_s = min(whole_s, self.on_cpu_s * scale if on_cpu_s is None else on_cpu_s)
        ready_s = min(whole_s - on_cpu_s, self.run_queue_s * scale)
        left_s = whole_s - on_cpu_s - ready_s
        in_all = sum(self.waits.values()) + self.untold
        if self.could_run:
            # The kernel counts a wait for a CPU when it is over, which may be after the last look.
            most_s = whole_s * min(1.0, _MISSED * in_all / (in_all + self.could_run))
            ready_s += max(0.0, left_s - most_s)
            left_s = min(left_s, most_s)
        parts: dict[Activity | None, float] = {Activity.ON_CPU: on_cpu_s, Activity.READY: ready_s}
        if not in_all:
            return parts | {None: left_s}
        waited = {wait: left_s * seen / in_all for wait, seen in self.waits.items()}
        return parts | waited | ({None: left_s * self.untold / in_all} if self.untold else {})
