"""What a task costs on our backends, beside the bare executors of the standard library."""

import asyncio
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.bare_executor import sum_of_squares
from benchmarks.effort import Effort
from benchmarks.measured import Measured, Target
from concur_workloads.api import Experiment, RunSpec, prepare

WORKERS = 2
_BARE = str(Path(__file__).with_name("bare_executor.py"))
_CALIBRATIONS = 200


class Pairing(NamedTuple):
    """A backend of ours and the bare thing that does the same."""

    backend: str
    bare: str
    no_op_target: Target | None = None

    @property
    def workers(self) -> int:
        """How many of them."""
        return 1 if self.bare == "loop" else WORKERS


PAIRINGS = (
    Pairing("serial", "loop"),
    Pairing("threading.Thread", "ThreadPoolExecutor"),
    Pairing("ThreadPoolExecutor", "ThreadPoolExecutor"),
    Pairing("multiprocessing.Process", "ProcessPoolExecutor", Target(50.0)),
    Pairing("ProcessPoolExecutor", "ProcessPoolExecutor"),
)


def measure(effort: Effort) -> Iterator[Measured]:
    """A no-op and a task of about 1 ms, pair by pair in alternating order."""
    terms = terms_of_a_millisecond()
    for pairing in PAIRINGS:
        ours, bare = _pairs(pairing, effort.no_ops, 0, effort)
        yield Measured(
            "cost of a no-op task",
            pairing.backend,
            "us a task",
            ours,
            beside=f"bare {pairing.bare}",
            beside_values=bare,
            target=pairing.no_op_target,
        )
    for pairing in PAIRINGS:
        ours, bare = _pairs(pairing, effort.millisecond_tasks, terms, effort)
        yield Measured(
            f"cost of a task of 1 ms ({terms:,} terms)",
            pairing.backend,
            "us a task",
            ours,
            beside=f"bare {pairing.bare}",
            beside_values=bare,
            target=Target(1.03, of="ratio"),
        )


def terms_of_a_millisecond() -> int:
    """How many terms the sum of squares has that takes 1 ms here, at its quickest."""
    terms = 10_000
    quickest = min(_seconds_of(terms) for _ in range(_CALIBRATIONS))
    return round(terms * 1e-3 / quickest)


def _seconds_of(terms: int) -> float:
    began = time.perf_counter()
    sum_of_squares(terms)
    return time.perf_counter() - began


def _pairs(
    pairing: Pairing, tasks: int, terms: int, effort: Effort
) -> tuple[list[float], list[float]]:
    """Microseconds a task, ours and bare."""
    ours: list[float] = []
    bare: list[float] = []
    for pair in range(effort.pairs):
        # The order alternates, so that a machine that drifts favours neither.
        for is_ours in (True, False) if pair % 2 == 0 else (False, True):
            if is_ours:
                ours.append(_our_seconds(pairing, tasks, terms, effort.passes) / tasks * 1e6)
            else:
                bare.append(_bare_seconds(pairing, tasks, terms, effort.passes) / tasks * 1e6)
    return ours, bare


def _our_seconds(pairing: Pairing, tasks: int, terms: int, passes: int) -> float:
    """Seconds of the median pass of an experiment without serial passes."""
    spec = RunSpec(
        "sum-of-squares" if terms else "no-op",
        parameters={"terms": terms} if terms else {},
        backend=pairing.backend,
        workers=pairing.workers,
        tasks=tasks,
        warm_up=32,
        repeats=passes,
        baseline=False,
    )
    result = asyncio.run(_run(spec))
    assert result is not None, f"{pairing.backend} failed"
    return result


async def _run(spec: RunSpec) -> float | None:
    result = await Experiment(prepare(spec), lambda _entry: None).run()
    return result.wall_s


def _bare_seconds(pairing: Pairing, tasks: int, terms: int, passes: int) -> float:
    """Seconds of the median pass."""
    numbers = map(str, (pairing.workers, tasks, terms, passes))
    ended = subprocess.run(
        [sys.executable, "-P", "-S", _BARE, pairing.bare, *numbers],
        capture_output=True,
        text=True,
        check=True,
    )
    return statistics.median(map(float, ended.stdout.split()))
