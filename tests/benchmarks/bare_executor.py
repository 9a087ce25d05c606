"""A program of its own: passes over the same tasks on a bare executor of somebody else's.

Prints a JSON object: seconds from the wish for an executor to its first result (`first_s`), and
of each pass (`walls_s`). Takes: executor, terms (0: no-op), tasks, passes, workers, chunk size.
"""

import json
import multiprocessing
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

_MEETING_S = 0.05

_terms = 0

#: Runs a function on each of some arguments and gives the results.
Map = Callable[[Callable[[int], Any], Iterable[int]], Iterable[Any]]


def _no_op(_task: int) -> None:
    return None


def _sum_of_squares(_task: int) -> int:
    return sum(i * i for i in range(_terms))


def _meet(_task: int) -> None:
    time.sleep(_MEETING_S)


@contextmanager
def _none(_workers: int, _chunk: int) -> Iterator[Map]:
    yield map


@contextmanager
def _thread_pool_executor(workers: int, chunk: int) -> Iterator[Map]:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(workers) as pool:
        yield lambda body, tasks: pool.map(body, tasks, chunksize=chunk)


@contextmanager
def _process_pool_executor(workers: int, chunk: int) -> Iterator[Map]:
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(workers, multiprocessing.get_context("fork")) as pool:
        yield lambda body, tasks: pool.map(body, tasks, chunksize=chunk)


@contextmanager
def _multiprocessing_pool(workers: int, chunk: int) -> Iterator[Map]:
    with multiprocessing.get_context("fork").Pool(workers) as pool:
        yield lambda body, tasks: pool.map(body, tasks, chunksize=chunk)


@contextmanager
def _joblib(workers: int, chunk: int) -> Iterator[Map]:
    import joblib

    with joblib.Parallel(n_jobs=workers, backend="loky", batch_size=chunk) as parallel:
        yield lambda body, tasks: parallel(joblib.delayed(body)(task) for task in tasks)


@contextmanager
def _mpire(workers: int, chunk: int) -> Iterator[Map]:
    import mpire

    with mpire.WorkerPool(n_jobs=workers, start_method="fork", keep_alive=True) as pool:
        yield lambda body, tasks: pool.map(body, list(tasks), chunk_size=chunk)


@contextmanager
def _pebble(workers: int, chunk: int) -> Iterator[Map]:
    import pebble

    context = multiprocessing.get_context("fork")
    with pebble.ProcessPool(max_workers=workers, context=context) as pool:
        yield lambda body, tasks: pool.map(body, tasks, chunksize=chunk).result()


EXECUTORS = {
    "none": _none,
    "ThreadPoolExecutor": _thread_pool_executor,
    "ProcessPoolExecutor": _process_pool_executor,
    "multiprocessing.Pool": _multiprocessing_pool,
    "joblib": _joblib,
    "mpire": _mpire,
    "pebble": _pebble,
}


def main(name: str, terms: str, tasks: str, passes: str, workers: str, chunk: str) -> None:
    """Have a first result, warm all workers, run the passes, print the times."""
    global _terms  # noqa: PLW0603 - a forked worker finds it, and no task has to carry it
    _terms = int(terms)
    body = _sum_of_squares if _terms else _no_op
    began = time.perf_counter()
    with EXECUTORS[name](int(workers), int(chunk)) as run_all:
        for _result in run_all(body, [0]):
            pass
        first_s = time.perf_counter() - began
        if name != "none":
            # Some start workers on demand: only while one is held is the next one started.
            for _result in run_all(_meet, range(int(workers) * int(chunk))):
                pass
        walls_s = []
        for _ in range(int(passes)):
            start = time.perf_counter()
            for _result in run_all(body, range(int(tasks))):
                pass
            walls_s.append(time.perf_counter() - start)
    print(json.dumps({"first_s": first_s, "walls_s": walls_s}))


if __name__ == "__main__":
    main(*sys.argv[1:])
