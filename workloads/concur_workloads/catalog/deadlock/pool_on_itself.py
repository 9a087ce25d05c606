"""A pool that waits for itself: jobs that wait for other jobs of the same pool."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from concur_workloads.catalog.deadlock.cures import BROKEN, WAITED, no_deadlock_if_cured
from concur_workloads.catalog.deadlock.watched_lock import GivenUp, Waiting
from concur_workloads.catalog.figures import Outcome
from concur_workloads.catalog.stage import Stage
from concur_workloads.catalog.workload import WARM_UP_TASK, Settings, Workload
from concur_workloads.parameter import Parameter

_THREAD, _OTHER_THREAD = range(2)


@contextmanager
def _pools(settings: Settings, stage: Stage) -> Iterator[dict[str, Any]]:
    one_more = settings["cure"] == "one-more-thread"
    outer = ThreadPoolExecutor(stage.workers + one_more)
    inner = ThreadPoolExecutor(stage.workers) if settings["cure"] == "second-pool" else outer
    try:
        yield {"outer": outer, "inner": inner}
    finally:
        for pool in {outer, inner}:
            pool.shutdown(wait=False, cancel_futures=True)


def _ask_pool(task: int, settings: Settings) -> Outcome | int:
    """Have the pool run a job that needs another job of the pool."""
    if task == WARM_UP_TASK:
        return task
    waiting = Waiting(settings["here"], __file__)
    result, broken = settings["outer"].submit(_job, task, waiting, settings).result()
    return Outcome(result, {WAITED.name: waiting.seconds, BROKEN.name: broken})


def _job(task: int, waiting: Waiting, settings: Settings) -> tuple[int, int]:
    """In a thread of the pool: the answer of the inner job, and how often the wait was broken."""
    waits = waiting.here.waits
    waits.hold(_THREAD)
    try:
        # Meanwhile the jobs of other workers take the other threads of the pool.
        time.sleep(settings["before_s"])
        begun = threading.Event()
        inner = settings["inner"].submit(_inner_job, task, begun, settings)
        try:
            waiting.until(_THREAD if settings["cure"] == "none" else _OTHER_THREAD, begun.wait)
            return inner.result(), 0
        except GivenUp:
            if inner.cancel():
                return _inner_job(task, begun, settings), 1
            return inner.result(), 1
    finally:
        waits.release(_THREAD)


def _inner_job(task: int, begun: threading.Event, settings: Settings) -> int:
    begun.set()
    time.sleep(settings["job_s"])
    return task * task


WORKLOADS = (
    Workload(
        name="pool-on-itself",
        title="a pool that waits for itself",
        family="Deadlock",
        kind="jobs wait for jobs of their pool",
        summary="Jobs in all threads of a pool wait for jobs that only those threads could begin.",
        look_at=(
            "With as many jobs at once as the pool has threads, each waits for one that is still "
            "in the queue. See in the log that all hold a thread and want one more; break it by "
            "key, and compare the cures: one thread more than jobs, or a second pool."
        ),
        parameters=(
            Parameter(
                "cure",
                "none",
                "what is done against the deadlock",
                choices=("none", "one-more-thread", "second-pool"),
            ),
            Parameter(
                "before_s", 0.02, "how long a job works before it needs the other", 0, 60, unit="s"
            ),
            Parameter("job_s", 0.01, "how long an inner job takes", 0, 60, unit="s"),
        ),
        body=_ask_pool,
        fixture=_pools,
        default_tasks=8,
        default_repeats=1,
        baseline=False,
        figures=(WAITED, BROKEN),
        resources=("a thread of the pool", "another thread"),
        backends=("serial", "threading.Thread", "ThreadPoolExecutor"),
        elsewhere="all tasks must share one pool of threads",
        verify=no_deadlock_if_cured,
        smallest={"job_s": 0.002},
    ),
)
