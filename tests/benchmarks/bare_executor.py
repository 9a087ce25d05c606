"""A program of its own: passes over the same tasks on a bare executor of the standard library.

Prints a JSON list, the seconds of each pass. Takes: executor, terms (0: no-op), tasks, passes,
workers.
"""

import json
import multiprocessing
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from typing import Any

_MEETING_S = 0.05

_terms = 0


def _no_op(_task: int) -> None:
    return None


def _sum_of_squares(_task: int) -> int:
    return sum(i * i for i in range(_terms))


def _passes(
    run_all: Callable[[Callable[[int], Any], Iterable[int]], Iterable[Any]],
    tasks: int,
    passes: int,
) -> list[float]:
    body = _sum_of_squares if _terms else _no_op
    walls = []
    for _ in range(passes):
        start = time.perf_counter()
        for _result in run_all(body, range(tasks)):
            pass
        walls.append(time.perf_counter() - start)
    return walls


def _make(executor: str, workers: int) -> Executor:
    if executor == "ThreadPoolExecutor":
        return ThreadPoolExecutor(workers)
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("fork"))


def main(executor: str, terms: str, tasks: str, passes: str, workers: str) -> None:
    """Warm the executor, run the passes, print their times."""
    global _terms  # noqa: PLW0603 - a forked worker finds it, and no task has to carry it
    _terms = int(terms)
    if executor == "none":
        walls = _passes(map, int(tasks), int(passes))
    else:
        with _make(executor, int(workers)) as pool:
            # Executors start workers on demand: only while one is held is the next one started.
            list(pool.map(time.sleep, [_MEETING_S] * int(workers)))
            list(pool.map(_sum_of_squares if _terms else _no_op, range(int(workers))))
            walls = _passes(pool.map, int(tasks), int(passes))
    print(json.dumps(walls))


if __name__ == "__main__":
    main(*sys.argv[1:])
