"""One lock that all workers want: how long they wait, and how often it changes hands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter_ns
from typing import Any

from concur_workloads.catalog.figures import Figure, Outcome
from concur_workloads.catalog.percentile import percentile
from concur_workloads.catalog.shared_state.common_ground import (
    BACKENDS,
    ELSEWHERE,
    numbers,
    primitives,
)
from concur_workloads.catalog.shared_state.partners import Partners, make_partners
from concur_workloads.catalog.shared_state.spending import HOW, spend
from concur_workloads.catalog.stage import Stage
from concur_workloads.catalog.workload import WARM_UP_TASK, Settings, Workload
from concur_workloads.parameter import Parameter

_HOLDER, _TAKEN = range(2)


@dataclass
class ContendedLock:
    """The lock; `state` is written by who has it: the worker, and how often it was taken."""

    partners: Partners
    lock: Any
    state: Any


@contextmanager
def _lock(_settings: Settings, stage: Stage) -> Iterator[dict[str, Any]]:
    lock = primitives(stage).Lock()
    yield {"contended": ContendedLock(make_partners(stage), lock, numbers(stage, 2))}


def _contend(task: int, settings: Settings) -> Outcome | int:
    acquisitions: int = settings["acquisitions"]
    if task == WARM_UP_TASK:
        return acquisitions
    contended: ContendedLock = settings["contended"]
    worker: int = settings["here"].worker
    with contended.partners.at_work(worker):
        taken_before, began_ns = contended.state[_TAKEN], perf_counter_ns()
        waits_s = [_take_once(contended, worker, settings) for _ in range(acquisitions)]
        taken, took_ns = contended.state[_TAKEN] - taken_before, perf_counter_ns() - began_ns
    figures = {
        "lock wait p50": percentile(waits_s, 50),
        "lock wait p99": percentile(waits_s, 99),
        "acquisitions": taken * 1e9 / took_ns,
    }
    return Outcome(acquisitions, figures)


def _take_once(contended: ContendedLock, worker: int, settings: Settings) -> float:
    """Hold the lock once and be without it once; how long it was waited for, in seconds."""
    state, how = contended.state, settings["how"]
    asked_ns = perf_counter_ns()
    with contended.lock:
        got_ns = perf_counter_ns()
        if state[_HOLDER]:
            raise ValueError(f"workers {state[_HOLDER]} and {worker} had one lock at once")
        state[_HOLDER] = worker
        spend(settings["hold_ms"], how)
        state[_TAKEN] += 1
        state[_HOLDER] = 0
    spend(settings["outside_ms"], how)
    return (got_ns - asked_ns) / 1e9


WORKLOADS = (
    Workload(
        name="lock-contention",
        title="lock contention",
        family="Shared state",
        kind="waits for a lock",
        summary="Workers take one lock again and again, hold it, and are without it for a while.",
        look_at=(
            "Add workers one by one: the acquisitions by all grow only until somebody always has "
            "the lock; from there on each further worker only adds to the waits. Then change how "
            "long it is held, and see which of the two times decides."
        ),
        parameters=(
            Parameter("acquisitions", 100, "how often a task takes the lock", 1, 1_000_000),
            Parameter("hold_ms", 0.5, "how long it is held", 0, 10_000, unit="ms"),
            Parameter(
                "outside_ms", 0.5, "how long it is not wanted in between", 0, 10_000, unit="ms"
            ),
            HOW,
        ),
        body=_contend,
        fixture=_lock,
        default_tasks=8,
        figures=(
            Figure("lock wait p50", "s", "median wait of a task's acquisitions"),
            Figure("lock wait p99", "s", "what 99 % of a task's acquisitions did not exceed"),
            Figure(
                "acquisitions",
                "1/s",
                "how often any worker took the lock while a task ran, by its time",
            ),
        ),
        backends=BACKENDS,
        elsewhere=ELSEWHERE,
        smallest={"acquisitions": 10},
    ),
)
