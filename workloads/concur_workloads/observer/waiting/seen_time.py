"""What a thread was seen at, added up from looks and from what its clocks said meanwhile."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from concur_workloads.results.activity import Activity
from concur_workloads.results.time_split import TaskTime

_ON_CPU, _GIL = Activity.ON_CPU, Activity.GIL


class Where(enum.IntEnum):
    """On which side of the edges of tasks a worker was."""

    IN_TASK = 0
    BETWEEN = 1
    #: A task began or ended at that moment.
    AT_EDGE = 2
    #: Starting, warming up, at rest in a pause, or at its end.
    ELSEWHERE = 3


_IN_TASK, _BETWEEN, _AT_EDGE = Where.IN_TASK, Where.BETWEEN, Where.AT_EDGE


class Looks(NamedTuple):
    """So many looks found the thread at that, with its worker there.

    What is found does not tell ready from on a CPU; it is None where it cannot be seen.
    """

    found: Activity | None
    where: Where
    often: int


class Tally(NamedTuple):
    """The looks at a stretch: all, those that found the thread able to run, and both in tasks."""

    looks: int
    able: int
    in_task: int
    able_in_task: int


class SeenTime:
    """Shares out what the clocks say of each stretch by the looks at it.

    A thread that was found able to run was on a CPU or waited for one: for how long in all, the
    clocks tell, and on which side, the looks. The rest of the time is that of the other looks.
    """

    def __init__(self) -> None:
        self._seen_ns = self._on_cpu_ns = self._run_queue_ns = self._serving_cpu_ns = 0.0
        self._ready_between_ns = self._gil_between_ns = 0.0
        self._looks = self._looks_between = self._could_run = 0
        self._waits: Counter[Activity] = Counter()

    def add(
        self, passed_ns: int, on_cpu_ns: int, run_queue_ns: int, seen: Sequence[Looks]
    ) -> Tally:
        """Take in a stretch in which there was a look at least."""
        in_all, able = [0] * len(Where), [0] * len(Where)
        blocked = gil_between = 0
        for found, where, often in seen:
            in_all[where] += often
            if found is _ON_CPU:
                able[where] += often
            elif found is not None:
                blocked += often
                if where is _IN_TASK:
                    self._waits[found] += often
                elif found is _GIL and where is _BETWEEN:
                    gil_between += often
        # One that no look found able to run was on a CPU for a moment all the same.
        tasks_share, between_share = _shares(able if any(able) else in_all)
        self._looks += in_all[_IN_TASK]
        self._looks_between += in_all[_BETWEEN]
        self._could_run += able[_IN_TASK]
        looks = sum(in_all)
        self._seen_ns += passed_ns * in_all[_IN_TASK] / looks
        self._on_cpu_ns += on_cpu_ns * tasks_share
        self._run_queue_ns += run_queue_ns * tasks_share
        self._serving_cpu_ns += on_cpu_ns * (tasks_share + between_share)
        self._ready_between_ns += run_queue_ns * between_share
        if gil_between:
            blocked_ns = max(0, passed_ns - on_cpu_ns - run_queue_ns)
            self._gil_between_ns += blocked_ns * gil_between / blocked
        return Tally(looks, sum(able), in_all[_IN_TASK], able[_IN_TASK])

    def waits(self) -> Counter[Activity]:
        """How many looks in tasks found it at what, other than on a CPU or ready, so far."""
        return self._waits.copy()

    def task_time(self) -> TaskTime:
        """All of it so far."""
        return TaskTime(
            seen_s=self._seen_ns / 1e9,
            on_cpu_s=self._on_cpu_ns / 1e9,
            run_queue_s=self._run_queue_ns / 1e9,
            serving_cpu_s=self._serving_cpu_ns / 1e9,
            looks=self._looks,
            waits=dict(self._waits),
            could_run=self._could_run,
            ready_between_s=self._ready_between_ns / 1e9,
            gil_between_s=self._gil_between_ns / 1e9,
            looks_between=self._looks_between,
        )


def _shares(looks: Sequence[int]) -> tuple[float, float]:
    """The parts of them in tasks and between these; those at an edge are shared out like others."""
    in_task, between = looks[_IN_TASK], looks[_BETWEEN]
    serving = (in_task + between + looks[_AT_EDGE]) / sum(looks)
    tasks_share = serving * in_task / (in_task + between) if in_task else 0.0
    return tasks_share, serving - tasks_share
