"""The same tasks without concur-tui: a fresh Python, one executor of the standard library.

`python -P -S bare_executor.py EXECUTOR WORKERS TASKS TERMS PASSES`; prints the seconds of each
pass, all tasks of which are one `map`. EXECUTOR is loop, ThreadPoolExecutor or
ProcessPoolExecutor; with 0 TERMS a task does nothing.
"""

import multiprocessing
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from typing import Any

Map = Callable[[Callable[[int], object], Iterable[int]], Iterable[Any]]


def no_op(_task: int) -> None:
    """Nothing."""
    return


def sum_of_squares(terms: int) -> int:
    """The body of the workload of that name."""
    return sum(i * i for i in range(terms))


def time_passes(mapped: Map, tasks: int, terms: int, passes: int) -> list[float]:
    """Seconds of each pass, after one that warms up all workers."""
    body: Callable[[int], object] = sum_of_squares if terms else no_op
    deque(mapped(body, [terms] * 64), maxlen=0)
    taken = []
    for _ in range(passes):
        began = time.perf_counter()
        deque(mapped(body, [terms] * tasks), maxlen=0)
        taken.append(time.perf_counter() - began)
    return taken


def make_executor(name: str, workers: int) -> Executor:
    """The executor of that name; processes are forked."""
    if name == "ThreadPoolExecutor":
        return ThreadPoolExecutor(workers)
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("fork"))


def main() -> None:
    """Print one line of seconds."""
    name = sys.argv[1]
    workers, tasks, terms, passes = map(int, sys.argv[2:])
    if name == "loop":
        taken = time_passes(map, tasks, terms, passes)
    else:
        with make_executor(name, workers) as executor:
            taken = time_passes(executor.map, tasks, terms, passes)
    print(*taken)


if __name__ == "__main__":
    main()
