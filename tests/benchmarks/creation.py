"""What it takes to create 1 to 64 workers by each mechanism, and what memory each holds."""

import asyncio
import math
from collections.abc import Iterator

import psutil

from benchmarks.our_times import our_run
from benchmarks.row import Row, median_of
from concur_workloads.api import Experiment, LogEntry, RunSpec, backends, prepare

_COUNTS = (1, 8, 64)


def measure(*, quick: bool) -> Iterator[Row]:
    """Every backend that can be had here, with every start method; if `quick`, with one."""
    counts = (1, 2) if quick else _COUNTS
    for backend in backends():
        if backend.unavailable or backend.most_workers == 1:
            continue
        for start_method in (backend.start_methods or (None,))[: 1 if quick else None]:
            name = f"{backend.name} {start_method or ''}".strip()
            few, *more = (each for each in counts if each >= backend.fewest_workers)
            for workers in (few, *more):
                yield _creation_row(name, backend.name, start_method, workers, 1 if quick else 5)
            if more:
                yield _memory_row(name, backend.name, start_method, few, more[-1])


def _creation_row(
    name: str, backend: str, start_method: str | None, workers: int, repeats: int
) -> Row:
    times_ms = []
    for _ in range(repeats):
        result = our_run(
            "no-op",
            backend=backend,
            start_method=start_method,
            workers=workers,
            tasks=workers,
            repeats=1,
        )
        assert result.phases.startup is not None
        times_ms.append(result.phases.startup * 1e3)
    return Row("creation", f"{name}: {workers} until all are ready", "ms", median_of(times_ms))


def _memory_row(name: str, backend: str, start_method: str | None, few: int, many: int) -> Row:
    """What one more worker adds, from the difference between few and many."""
    held = [_pss_bytes(backend, start_method, workers) for workers in (few, many)]
    each_mib = (held[1] - held[0]) / (many - few) / 2**20
    return Row("memory", f"{name}: PSS of one worker more", "MiB", median_of([each_mib]))


def _pss_bytes(backend: str, start_method: str | None, workers: int) -> float:
    """Of the runner and all that it started, while every worker sleeps in a task."""

    def ignore(_entry: LogEntry) -> None:
        pass

    async def measure_once() -> float:
        spec = prepare(
            RunSpec(
                "sleep",
                {"seconds": 600.0},
                backend,
                workers,
                tasks=workers,
                start_method=start_method,
                warm_up=0,
                repeats=1,
                baseline=False,
            )
        )
        experiment = Experiment(spec, ignore)
        running = asyncio.create_task(experiment.run())
        while sum(lane.state == "running" for lane in experiment.snapshot().lanes) < workers:
            if running.done():
                raise RuntimeError(f"{backend}: {running.result().cause}")
            await asyncio.sleep(0.01)
        runner = psutil.Process(experiment.pids[0])
        processes = [runner, *runner.children(recursive=True)]
        held = math.fsum(each.memory_full_info().pss for each in processes)
        experiment.kill()
        await running
        return held

    return asyncio.run(measure_once())
