"""What it takes to look at workers that have tasks, from the thread that does so in a real run."""

import asyncio
import threading
import time
from collections.abc import Iterator

from benchmarks.looks import Looks, rows_of_looks
from benchmarks.row import Row
from concur_workloads.api import Experiment, LogEntry, RunSpec, prepare, sum_of_budgets

#: So that each is seen in another task five looks later.
_TASK_S = 0.05
_BACKENDS = ("multiprocessing.Process", "threading.Thread")
#: Until all have started, and were seen once, which takes longer.
_FIRST_S = 2.0


def measure_run(*, quick: bool) -> Iterator[Row]:
    """Of many workers whose tasks are short."""
    workers, window_s, windows = (8, 0.5, 1) if quick else (64, 4.0, 5)
    for backend in _BACKENDS:
        found = [asyncio.run(_watched(backend, workers, window_s)) for _ in range(windows)]
        yield from rows_of_looks(
            f"{workers} workers of {backend} with tasks of {_TASK_S * 1e3:.0f} ms", found
        )


async def _watched(backend: str, workers: int, window_s: float) -> Looks:
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
    return Looks(100 * used_s / took_s, 1e3 * budget.in_tasks_s / budget.looks)


def _ignore(_entry: LogEntry) -> None:
    pass
