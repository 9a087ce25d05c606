"""A barrier: all go on together when the last has come."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
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


@dataclass
class Crossing:
    """The barrier; when each worker came to it and left it, for each time, in ns."""

    workers: int
    partners: Partners
    barrier: Any
    came: Any
    left: Any

    def apart_s(self, times: Any, number: int) -> float:
        """How far the workers were apart at a crossing."""
        row = times[number * self.workers : (number + 1) * self.workers]
        return float(max(row) - min(row)) / 1e9


@contextmanager
def _crossing(settings: Settings, stage: Stage) -> Iterator[dict[str, Any]]:
    places = stage.workers * settings["crossings"]
    crossing = Crossing(
        stage.workers,
        make_partners(stage),
        primitives(stage).Barrier(stage.workers),
        numbers(stage, places),
        numbers(stage, places),
    )
    yield {"crossing": crossing}


def _cross(task: int, settings: Settings) -> Outcome | int:
    crossings: int = settings["crossings"]
    if task == WARM_UP_TASK:
        return crossings
    crossing: Crossing = settings["crossing"]
    worker: int = settings["here"].worker
    work_ms = _work_ms(worker, crossing.workers, settings)
    with crossing.partners.at_work(worker):
        crossing.partners.gather(worker)
        began_ns = time.monotonic_ns()
        waited_ns = 0
        for number in range(crossings):
            spend(work_ms, settings["how"])
            came_ns = time.monotonic_ns()
            crossing.barrier.wait()
            left_ns = time.monotonic_ns()
            place = number * crossing.workers + worker - 1
            crossing.came[place], crossing.left[place] = came_ns, left_ns
            waited_ns += left_ns - came_ns
        took_ns = time.monotonic_ns() - began_ns
        crossing.partners.gather(worker)
        figures = {"waited": 100 * waited_ns / took_ns}
        if worker == 1:
            figures.update(_apart(crossing, crossings))
    return Outcome(crossings, figures)


def _work_ms(worker: int, workers: int, settings: Settings) -> float:
    """From the quickest, worker 1, to the slowest in even steps."""
    quickest, slowest = settings["quickest_ms"], settings["slowest_ms"]
    return float(quickest + (slowest - quickest) * (worker - 1) / max(1, workers - 1))


def _apart(crossing: Crossing, crossings: int) -> dict[str, float]:
    """Of all workers, known when all have crossed; raises ValueError if one left too early."""
    for number in range(crossings):
        row = slice(number * crossing.workers, (number + 1) * crossing.workers)
        if min(crossing.left[row]) < max(crossing.came[row]):
            raise ValueError(f"at crossing {number} one left before the last had come")
    came_s = [crossing.apart_s(crossing.came, number) for number in range(crossings)]
    left_s = [crossing.apart_s(crossing.left, number) for number in range(crossings)]
    return {
        "arrive apart": percentile(came_s, 50),
        "leave apart": percentile(left_s, 50),
    }


WORKLOADS = (
    Workload(
        name="barrier",
        title="barrier",
        family="Shared state",
        kind="waits for the slowest",
        summary="Workers do uneven work, then wait at a barrier until the last of them has come.",
        look_at=(
            "A barrier is for steps that nobody may begin before all have done the last one. How "
            "far the workers were apart on arrival is what the uneven work has cost; on leaving, "
            "how well the barrier has brought them together. The share waited is what an even "
            "split would save."
        ),
        parameters=(
            Parameter("crossings", 20, "how often all meet in a round", 1, 1_000),
            Parameter("quickest_ms", 1.0, "work of worker 1 before each", 0, 10_000, unit="ms"),
            Parameter(
                "slowest_ms", 5.0, "work of the last worker before each", 0, 10_000, unit="ms"
            ),
            HOW,
        ),
        body=_cross,
        fixture=_crossing,
        baseline=False,
        figures=(
            Figure("arrive apart", "s", "median time from the first to the last that came"),
            Figure("leave apart", "s", "median time from the first to the last that left"),
            Figure("waited", "%", "share of a worker's round"),
        ),
        backends=BACKENDS,
        elsewhere=ELSEWHERE,
        together=True,
        fewest_workers=2,
        smallest={"crossings": 3, "slowest_ms": 2.0},
    ),
)
