"""What a task costs on each of our backends, beside a bare executor that runs the same body."""

import asyncio
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.in_turns import in_turns
from benchmarks.row import Row, Target, median_of
from concur_workloads.api import Experiment, LogEntry, RunSpec, prepare
from concur_workloads.results.ratio import paired_ratio

_BARE = Path(__file__).with_name("bare_executor.py")
_WORKERS = 2
_PASSES = 3
_MILLISECOND = 1e-3


class Pairing(NamedTuple):
    """A backend of ours, and the executor that stands beside it."""

    backend: str
    start_method: str | None
    bare: str


PAIRINGS = (
    Pairing("serial", None, "none"),
    Pairing("threading.Thread", None, "ThreadPoolExecutor"),
    Pairing("ThreadPoolExecutor", None, "ThreadPoolExecutor"),
    Pairing("multiprocessing.Process", "fork", "ProcessPoolExecutor"),
    Pairing("ProcessPoolExecutor", "fork", "ProcessPoolExecutor"),
)


def measure(*, quick: bool) -> Iterator[Row]:
    """No-ops first, then tasks of about a millisecond."""
    pairs = 1 if quick else 9
    terms = _terms_of_a_millisecond()
    for pairing in PAIRINGS:
        yield _no_op_row(pairing, 200 if quick else 2_000, pairs)
    for pairing in PAIRINGS:
        yield _millisecond_row(pairing, terms, 20 if quick else 200, pairs)


def _no_op_row(pairing: Pairing, tasks: int, pairs: int) -> Row:
    # The one backend of ours that replaces an executor instead of running it.
    target = Target(50.0, "ours") if pairing.backend == "multiprocessing.Process" else None
    return _row(pairing, "no-op", 0, tasks, pairs, 1e6, "µs", target)


def _millisecond_row(pairing: Pairing, terms: int, tasks: int, pairs: int) -> Row:
    case = f"sum of {terms:,} squares"
    return _row(pairing, case, terms, tasks, pairs, 1e3, "ms", Target(1.03, "ratio"))


def _row(
    pairing: Pairing,
    case: str,
    terms: int,
    tasks: int,
    pairs: int,
    scale: float,
    unit: str,
    target: Target | None,
) -> Row:
    spec = _spec(pairing, terms, tasks)
    ours, bare = in_turns(
        lambda: _seconds_a_task(spec) * scale,
        lambda: _bare_seconds_a_task(pairing.bare, terms, tasks) * scale,
        pairs,
    )
    return Row(
        "cost per task",
        f"{pairing.backend}: {case}",
        unit,
        median_of(ours),
        "bare loop" if pairing.bare == "none" else f"bare {pairing.bare}",
        median_of(bare),
        paired_ratio(ours, bare),
        target,
    )


def _spec(pairing: Pairing, terms: int, tasks: int) -> RunSpec:
    return prepare(
        RunSpec(
            "sum-of-squares" if terms else "no-op",
            parameters={"terms": terms} if terms else {},
            backend=pairing.backend,
            start_method=pairing.start_method,
            workers=1 if pairing.bare == "none" else _WORKERS,
            tasks=tasks,
            repeats=_PASSES,
            baseline=False,
        )
    )


def _seconds_a_task(spec: RunSpec) -> float:
    """Of the median pass of one run in a runner of its own."""

    def ignore(_entry: LogEntry) -> None:
        pass

    async def run() -> float:
        result = await Experiment(spec, ignore).run()
        if result.status != "completed" or result.wall_s is None:
            raise RuntimeError(f"{spec.backend} {result.status}: {result.cause}")
        return result.wall_s / spec.tasks

    return asyncio.run(run())


def _bare_seconds_a_task(executor: str, terms: int, tasks: int) -> float:
    """Of the median pass of one fresh interpreter, isolated as a runner is."""
    numbers = (str(each) for each in (terms, tasks, _PASSES, _WORKERS))
    done = subprocess.run(
        [sys.executable, "-P", "-S", str(_BARE), executor, *numbers],
        capture_output=True,
        text=True,
        check=True,
    )
    walls: list[float] = json.loads(done.stdout)
    return statistics.median(walls) / tasks


def _terms_of_a_millisecond() -> int:
    """How many squares add up in a millisecond here, from the best of several sums."""
    terms = 20_000
    walls = []
    for _ in range(20):
        start = time.perf_counter()
        sum(i * i for i in range(terms))
        walls.append(time.perf_counter() - start)
    return max(1, round(terms * _MILLISECOND / min(walls) / 1_000)) * 1_000
