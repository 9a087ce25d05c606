"""A condition: wait until something holds, here that it is one's own turn."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from concur_workloads.catalog.figures import Figure, Measured, Outcome
from concur_workloads.catalog.percentile import percentile
from concur_workloads.catalog.shared_state.common_ground import (
    BACKENDS,
    ELSEWHERE,
    numbers,
    primitives,
)
from concur_workloads.catalog.shared_state.partners import Partners, make_partners
from concur_workloads.catalog.stage import Stage
from concur_workloads.catalog.workload import WARM_UP_TASK, Settings, Workload
from concur_workloads.parameter import Parameter

_TURNS, _PASSED_ON_NS = range(2)


@dataclass
class Ring:
    """Workers in a ring; `state` has how many turns were taken, and when the last one ended."""

    workers: int
    partners: Partners
    condition: Any
    state: Any

    def is_turn_of(self, worker: int) -> bool:
        """Whether that worker is the next one."""
        return bool(self.state[_TURNS] % self.workers == worker - 1)


@contextmanager
def _ring(_settings: Settings, stage: Stage) -> Iterator[dict[str, Any]]:
    condition = primitives(stage).Condition()
    yield {"ring": Ring(stage.workers, make_partners(stage), condition, numbers(stage, 2))}


def _take_turns(task: int, settings: Settings) -> Outcome | int:
    turns: int = settings["turns"]
    if task == WARM_UP_TASK:
        return turns
    ring: Ring = settings["ring"]
    worker: int = settings["here"].worker
    delays_s: list[float] = []
    in_vain = 0
    with ring.partners.at_work(worker):
        if worker == 1:
            ring.state[_TURNS] = 0
        ring.partners.gather(worker)
        for _ in range(turns):
            in_vain += _take_turn(ring, worker, delays_s)
        ring.partners.gather(worker)
        if worker == 1 and ring.state[_TURNS] != turns * ring.workers:
            taken = f"{ring.state[_TURNS]} turns were taken"
            raise ValueError(f"{taken} instead of {turns * ring.workers}")
    figures: dict[str, float] = {"vain wake-ups": in_vain / turns}
    if delays_s:
        figures["hand-over p50"] = percentile(delays_s, 50)
        figures["hand-over p99"] = percentile(delays_s, 99)
    return Outcome(turns, figures)


def _take_turn(ring: Ring, worker: int, delays_s: list[float]) -> int:
    """Wait for one's turn and pass it on; how often one was woken while it was another's."""
    woken = 0
    with ring.condition:
        while not ring.is_turn_of(worker):
            ring.condition.wait()
            woken += 1
        if woken:
            delays_s.append((time.monotonic_ns() - ring.state[_PASSED_ON_NS]) / 1e9)
        ring.state[_TURNS] += 1
        ring.state[_PASSED_ON_NS] = time.monotonic_ns()
        ring.condition.notify_all()
    return max(0, woken - 1)


def _verify(measured: Mapping[str, Measured], _settings: Settings) -> str:
    return "" if "hand-over p50" in measured else "nobody had to wait for a turn"


WORKLOADS = (
    Workload(
        name="condition",
        title="condition",
        family="Shared state",
        kind="waits for a condition",
        summary=(
            "Workers take turns in a ring: each waits until it is its turn, and wakes all others."
        ),
        look_at=(
            "A condition is for waiting until something holds that others change. notify_all wakes "
            "every one of them, and all but one find that it is not their turn: add workers, and "
            "see whether the awakenings in vain and the time of a hand-over grow with them."
        ),
        parameters=(Parameter("turns", 500, "turns of each worker in a round", 1, 1_000_000),),
        body=_take_turns,
        fixture=_ring,
        baseline=False,
        figures=(
            Figure(
                "hand-over p50",
                "s",
                "median time from the end of a turn until the next, if waited for",
            ),
            Figure("hand-over p99", "s", "what 99 % of a worker's hand-overs did not exceed"),
            Figure(
                "vain wake-ups", "", "awakenings of a worker while it was another's turn, by turn"
            ),
        ),
        backends=BACKENDS,
        elsewhere=ELSEWHERE,
        together=True,
        fewest_workers=2,
        verify=_verify,
        smallest={"turns": 10},
    ),
)
