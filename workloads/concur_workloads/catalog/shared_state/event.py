"""An event: one worker tells all others that something has happened."""

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
from concur_workloads.catalog.stage import Stage
from concur_workloads.catalog.workload import WARM_UP_TASK, Settings, Workload
from concur_workloads.parameter import Parameter


@dataclass
class Signal:
    """The event; `times` has when it was set, and when each worker was awake, in ns."""

    partners: Partners
    event: Any
    times: Any


@contextmanager
def _signal(_settings: Settings, stage: Stage) -> Iterator[dict[str, Any]]:
    event = primitives(stage).Event()
    yield {"signal": Signal(make_partners(stage), event, numbers(stage, 1 + stage.workers))}


def _wake_others(task: int, settings: Settings) -> Outcome | int:
    wakeups: int = settings["wakeups"]
    if task == WARM_UP_TASK:
        return wakeups
    signal: Signal = settings["signal"]
    worker: int = settings["here"].worker
    delays_s, spreads_s = [], []
    with signal.partners.at_work(worker):
        for _ in range(wakeups):
            signal.partners.gather(worker)
            if worker == 1:
                _set(signal, settings["pause_ms"])
            else:
                signal.event.wait()
                signal.times[worker] = time.monotonic_ns()
            signal.partners.gather(worker)
            if worker == 1:
                signal.event.clear()
                spreads_s.append((max(signal.times) - signal.times[0]) / 1e9)
            else:
                delays_s.append((signal.times[worker] - signal.times[0]) / 1e9)
    if worker == 1:
        return Outcome(wakeups, {"last awake": percentile(spreads_s, 50)})
    figures = {
        "wake-up p50": percentile(delays_s, 50),
        "wake-up p99": percentile(delays_s, 99),
    }
    return Outcome(wakeups, figures)


def _set(signal: Signal, pause_ms: float) -> None:
    # So that the others are not on their way to the event, but asleep.
    time.sleep(pause_ms / 1e3)
    signal.times[0] = time.monotonic_ns()
    signal.event.set()


WORKLOADS = (
    Workload(
        name="event",
        title="event",
        family="Shared state",
        kind="waits for an event",
        summary=(
            "Worker 1 sets an event, for which all others sleep, and they say when they are awake."
        ),
        look_at=(
            "An event is for news that all are waiting for. The wake-up times say how soon it is "
            "known, and the last one's how long it takes to reach everybody: add workers and see "
            "which of the two grows. Compare threads, which also need the GIL to wake, with "
            "processes."
        ),
        parameters=(
            Parameter("wakeups", 20, "how often the event is set in a round", 1, 100_000),
            Parameter("pause_ms", 2.0, "how long the others sleep before", 0, 10_000, unit="ms"),
        ),
        body=_wake_others,
        fixture=_signal,
        baseline=False,
        figures=(
            Figure(
                "wake-up p50", "s", "median time from just before the set to a worker's awakening"
            ),
            Figure("wake-up p99", "s", "what 99 % of a task's wake-ups did not exceed"),
            Figure(
                "last awake",
                "s",
                "median time from just before the set until all were awake",
            ),
        ),
        backends=BACKENDS,
        elsewhere=ELSEWHERE,
        together=True,
        fewest_workers=2,
        smallest={"wakeups": 3},
    ),
)
