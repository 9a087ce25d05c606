"""What a task costs on each of our backends, beside a bare executor that runs the same body."""

import time
from collections.abc import Iterator
from typing import NamedTuple

from benchmarks.bare_times import bare_times, installed_peers
from benchmarks.in_turns import in_turns
from benchmarks.our_times import seconds_a_task
from benchmarks.row import Row, Target, compared

_WORKERS = 2
_PASSES = 3
_MILLISECOND = 1e-3
_OWN = "multiprocessing.Process"


class Pairing(NamedTuple):
    """A backend of ours, and the executor that stands beside it, with chunks of the same size."""

    backend: str
    start_method: str | None
    bare: str
    chunk: int = 1
    target: Target | None = None


PAIRINGS = (
    Pairing("serial", None, "none"),
    Pairing("threading.Thread", None, "ThreadPoolExecutor"),
    Pairing("ThreadPoolExecutor", None, "ThreadPoolExecutor"),
    Pairing(_OWN, "fork", "ProcessPoolExecutor", target=Target(0.2, "ratio")),
    Pairing("ProcessPoolExecutor", "fork", "ProcessPoolExecutor"),
)

#: Only for no-ops, as tasks that do something hide the difference.
FURTHER_PAIRINGS = (
    Pairing(_OWN, "fork", "multiprocessing.Pool", target=Target(1.0, "ratio")),
    Pairing(_OWN, "fork", "multiprocessing.Pool", chunk=250, target=Target(1.0, "ratio")),
    Pairing("multiprocessing.Pool", "fork", "multiprocessing.Pool"),
)


def measure(*, quick: bool) -> Iterator[Row]:
    """No-ops first, then tasks of about a millisecond."""
    pairs = 1 if quick else 9
    peers = [Pairing(_OWN, "fork", name) for name in installed_peers()]
    for pairing in (*PAIRINGS, *FURTHER_PAIRINGS, *peers):
        yield _no_op_row(pairing, 500 if quick else 5_000, pairs)
    terms = _terms_of_a_millisecond()
    for pairing in PAIRINGS:
        yield _millisecond_row(pairing, terms, 20 if quick else 200, pairs)


def _no_op_row(pairing: Pairing, tasks: int, pairs: int) -> Row:
    in_chunks = f", chunks of {pairing.chunk}" if pairing.chunk > 1 else ""
    return _row(pairing, f"no-op{in_chunks}", 0, tasks, pairs, 1e6, "µs", pairing.target)


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
    workers = 1 if pairing.bare == "none" else _WORKERS

    def ours_once() -> float:
        task_s = seconds_a_task(
            "sum-of-squares" if terms else "no-op",
            parameters={"terms": terms} if terms else {},
            backend=pairing.backend,
            start_method=pairing.start_method,
            workers=workers,
            tasks=tasks,
            repeats=_PASSES,
            chunk_size=pairing.chunk,
        )
        return task_s * scale

    def bare_once() -> float:
        chunk = pairing.chunk
        times = bare_times(pairing.bare, terms=terms, tasks=tasks, workers=workers, chunk=chunk)
        return times.task_s * scale

    ours, bare = in_turns(ours_once, bare_once, pairs)
    return compared(
        "cost per task",
        f"{pairing.backend}: {case}",
        unit,
        ours,
        "bare loop" if pairing.bare == "none" else f"bare {pairing.bare}",
        bare,
        target,
    )


def _terms_of_a_millisecond() -> int:
    """How many squares add up in a millisecond here, from the best of several sums."""
    terms = 20_000
    walls = []
    for _ in range(20):
        start = time.perf_counter()
        sum(i * i for i in range(terms))
        walls.append(time.perf_counter() - start)
    return max(1, round(terms * _MILLISECOND / min(walls) / 1_000)) * 1_000
