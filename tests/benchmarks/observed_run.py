"""What it takes to look at workers that have tasks, from the thread that does so in a real run."""

import asyncio
import threading
import time
from collections.abc import Iterator
from typing import NamedTuple

from benchmarks.row import Row, Target, median_of
from concur_workloads.api import Experiment, LogEntry, RunSpec, prepare, sum_of_budgets

#: So that each is seen in another task five looks later.
_TASK_S = 0.05
_BACKENDS = ("multiprocessing.Process", "threading.Thread")
#: Until all have started, and were seen once, which takes longer.
_FIRST_S = 2.0


class _Watching(NamedTuple):
    """Percent of a core, and milliseconds from one look at a worker in a task to the next."""

    percent: float
    period_ms: float


def measure_run(*, quick: bool, limit_percent: float, period_limit_ms: float) -> Iterator[Row]:
    """Of many workers whose tasks are short."""
    workers, window_s, windows = (8, 0.5, 1) if quick else (64, 4.0, 5)
    for backend in _BACKENDS:
        found = [asyncio.run(_watched(backend, workers, window_s)) for _ in range(windows)]
        what = f"{workers} workers of {backend} with tasks of {_TASK_S * 1e3:.0f} ms"
        yield Row(
            "observer",
            f"what {what} are at, in a run",
            "% of a core",
            median_of([each.percent for each in found]),
            target=Target(limit_percent, "ours"),
        )
        yield Row(
            "observer",
            f"from one look to the next at each of {what}",
            "ms",
            median_of([each.period_ms for each in found]),
            target=Target(period_limit_ms, "ours"),
        )


async def _watched(backend: str, workers: int, window_s: float) -> _Watching:
    tasks = round(4 * workers * (window_s + _FIRST_S) / _TASK_S)
    spec = RunSpec(
        "sleep",
        parameters={"seconds": _TASK_S},
        backend=backend,
        workers=workers,
        tasks=tasks,
        baseline=False,
    )
    experiment = Experiment(prepare(spec), _ignore)
    running = asyncio.create_task(experiment.run())
    await asyncio.sleep(_FIRST_S)
    (sampler,) = (each for each in threading.enumerate() if each.name == "sampler")
    assert sampler.ident is not None
    clock = time.pthread_getcpuclockid(sampler.ident)
    began_s, used_s = time.monotonic(), time.clock_gettime(clock)
    await asyncio.sleep(window_s)
    used_s, took_s = time.clock_gettime(clock) - used_s, time.monotonic() - began_s
    experiment.cancel()
    budget = sum_of_budgets(
        each.budget for each in (await running).workers if each.budget is not None
    )
    assert budget is not None
    return _Watching(100 * used_s / took_s, 1e3 * budget.in_tasks_s / budget.looks)


def _ignore(_entry: LogEntry) -> None:
    pass
