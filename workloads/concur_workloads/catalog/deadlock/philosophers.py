"""The dining philosophers: a ring of locks, each shared by two neighbours."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from typing import Any

from concur_workloads.catalog.deadlock.cures import (
    BROKEN,
    TIMED_OUT,
    WAITED,
    no_deadlock_if_cured,
    try_until_done,
)
from concur_workloads.catalog.deadlock.watched_lock import Waiting, WatchedLock
from concur_workloads.catalog.figures import Outcome
from concur_workloads.catalog.stage import Stage
from concur_workloads.catalog.workload import WARM_UP_TASK, Settings, Workload
from concur_workloads.parameter import Parameter

#: More philosophers share these, as a lane can tell of so many at most.
_MOST_FORKS = 60
_SEAT = _MOST_FORKS


@contextmanager
def _table(_settings: Settings, stage: Stage) -> Iterator[dict[str, Any]]:
    forks = min(max(stage.workers, 2), _MOST_FORKS)
    source = threading if stage.shares_memory else stage.context()
    yield {
        "forks": [WatchedLock(source.Lock(), place) for place in range(forks)],
        "seats": WatchedLock(source.Semaphore(forks - 1), _SEAT),
    }


def _dine(task: int, settings: Settings) -> Outcome | int:
    """Eat one meal with both forks, however often one has to reach for them."""
    if task == WARM_UP_TASK:
        return task
    waiting = Waiting(settings["here"], __file__)
    forks, worker = settings["forks"], waiting.here.worker
    left, right = (worker - 1) % len(forks), worker % len(forks)
    if settings["cure"] == "ordering":
        left, right = min(left, right), max(left, right)
    attempt = partial(_eat, forks[left], forks[right], waiting, settings)
    return try_until_done(task, waiting, settings["limit_s"], attempt)


def _eat(left: WatchedLock, right: WatchedLock, waiting: Waiting, settings: Settings) -> bool:
    """Whether both forks could be had; raises GivenUp."""
    cure = settings["cure"]
    with settings["seats"].held(waiting) if cure == "one-fewer-seat" else nullcontext():
        left.acquire(waiting)
        try:
            time.sleep(settings["reach_s"])
            if not right.acquire(waiting, settings["limit_s"] if cure == "timeout" else None):
                return False
            try:
                time.sleep(settings["eat_s"])
            finally:
                right.release(waiting)
        finally:
            left.release(waiting)
    return True


WORKLOADS = (
    Workload(
        name="dining-philosophers",
        title="dining philosophers",
        family="Deadlock",
        kind="takes two locks of a ring",
        summary="Each worker needs the lock on its left, then that on its right: all may hold one.",
        look_at=(
            "Each worker is a philosopher, each task a meal. Without a cure, the log tells the "
            "circle in which everybody waits for the next, if it closes; break it by key. Compare "
            "the cures by meals a second and by the time spent waiting, with few and with many "
            "workers."
        ),
        parameters=(
            Parameter(
                "cure",
                "none",
                "what is done against the deadlock",
                choices=("none", "ordering", "one-fewer-seat", "timeout"),
            ),
            Parameter("reach_s", 0.02, "from the left fork to the right one", 0, 60, unit="s"),
            Parameter("eat_s", 0.02, "how long a meal takes", 0, 60, unit="s"),
            Parameter(
                "limit_s",
                0.1,
                "longest wait of the timeout, and pause after giving up",
                0,
                60,
                unit="s",
            ),
        ),
        body=_dine,
        fixture=_table,
        default_tasks=20,
        default_repeats=1,
        baseline=False,
        figures=(WAITED, BROKEN, TIMED_OUT),
        resources=(*(f"fork {place + 1}" for place in range(_MOST_FORKS)), "a seat"),
        backends=(
            "threading.Thread",
            "ThreadPoolExecutor",
            "multiprocessing.Process",
            "multiprocessing.Pool",
            "ProcessPoolExecutor",
        ),
        elsewhere="workers must be able to share locks",
        verify=no_deadlock_if_cured,
        smallest={"reach_s": 0.03, "eat_s": 0.0, "limit_s": 0.02},
    ),
)
