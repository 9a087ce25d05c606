"""Two locks that are taken in opposite order: the shortest way into a deadlock."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
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


@contextmanager
def _two_locks(_settings: Settings, stage: Stage) -> Iterator[dict[str, Any]]:
    make = threading.Lock if stage.shares_memory else stage.context().Lock
    yield {"locks": [WatchedLock(make(), place) for place in range(2)]}


def _transfer(task: int, settings: Settings) -> Outcome | int:
    """Hold both locks once, however often it takes."""
    if task == WARM_UP_TASK:
        return task
    waiting = Waiting(settings["here"], __file__)
    first, second = settings["locks"]
    if waiting.here.worker % 2 == 0 and settings["cure"] != "ordering":
        first, second = second, first
    attempt = partial(_hold_both, first, second, waiting, settings)
    return try_until_done(task, waiting, settings["limit_s"], attempt)


def _hold_both(
    first: WatchedLock, second: WatchedLock, waiting: Waiting, settings: Settings
) -> bool:
    """Whether both could be held; raises GivenUp."""
    first.acquire(waiting)
    try:
        time.sleep(settings["hold_s"])
        limit_s = settings["limit_s"] if settings["cure"] == "timeout" else None
        if not second.acquire(waiting, limit_s):
            return False
        second.release(waiting)
        return True
    finally:
        first.release(waiting)


WORKLOADS = (
    Workload(
        name="opposite-locks",
        title="two locks, opposite order",
        family="Deadlock",
        kind="takes two locks",
        summary="Every second worker takes the same two locks the other way round, and is stuck.",
        look_at=(
            "Without a cure, see in the log who holds what, who waits for whom and at which line; "
            "break it by key, and see how soon it comes again. Then compare what each cure costs: "
            "the wait for both locks, and how often a timeout had to try again."
        ),
        parameters=(
            Parameter(
                "cure",
                "none",
                "what is done against the deadlock",
                choices=("none", "ordering", "timeout"),
            ),
            Parameter("hold_s", 0.02, "how long it works between the two locks", 0, 60, unit="s"),
            Parameter(
                "limit_s",
                0.1,
                "longest wait of the timeout, and pause after giving up",
                0,
                60,
                unit="s",
            ),
        ),
        body=_transfer,
        fixture=_two_locks,
        default_tasks=8,
        default_repeats=1,
        baseline=False,
        figures=(WAITED, BROKEN, TIMED_OUT),
        resources=("lock A", "lock B"),
        backends=(
            "threading.Thread",
            "ThreadPoolExecutor",
            "multiprocessing.Process",
            "multiprocessing.Pool",
            "ProcessPoolExecutor",
        ),
        elsewhere="workers must be able to share a lock",
        verify=no_deadlock_if_cured,
        smallest={"hold_s": 0.03, "limit_s": 0.01},
    ),
)
