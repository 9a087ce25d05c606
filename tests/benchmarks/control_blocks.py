"""What it takes to read the control blocks of many workers, as a view of all of them would.

What the workers are at is looked at meanwhile, as in the app.
"""

import multiprocessing
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from multiprocessing.synchronize import Event
from threading import Thread
from typing import Self

from benchmarks.row import Row, Target, median_of
from benchmarks.sampled import sampled
from concur_workloads.api import ControlBlockReader
from concur_workloads.observer.control_block.periods import PERIODS_S

_EVERY_S = 0.25
_LIMIT_PERCENT = 1.0

#: As long as the costliest file is left alone, so that each window has one reading of it.
_LOOKS_FOR_ALL = round(PERIODS_S["smaps_rollup"] / _EVERY_S)


def measure(*, quick: bool) -> Iterator[Row]:
    """Of processes whose threads wait, and of such that work, four times a second."""
    workers, looks, windows = (2, 4, 1) if quick else (16, _LOOKS_FOR_ALL, 5)
    for what, run in (("that wait", _wait), ("that work in turns", _work_in_turns)):
        with ExitStack() as stack:
            pids = [stack.enter_context(_Running(run)).pid for _ in range(workers)]
            readers = [ControlBlockReader(pid, pid) for pid in pids]
            for each in readers:
                stack.callback(each.close)
                each.read()
            stack.enter_context(sampled(pids))
            found = [_percent_of_a_core(readers, looks) for _ in range(windows)]
        yield Row(
            "control blocks",
            f"{workers} processes {what}, 4 looks a second",
            "% of a core",
            median_of(found),
            target=Target(_LIMIT_PERCENT, "ours"),
        )


def _percent_of_a_core(readers: list[ControlBlockReader], looks: int) -> float:
    began_s, used_s = time.perf_counter(), time.thread_time()
    for _ in range(looks):
        for each in readers:
            each.read()
        time.sleep(_EVERY_S)
    return 100 * (time.thread_time() - used_s) / (time.perf_counter() - began_s)


class _Running:
    """A process that runs a function until it is killed."""

    def __init__(self, run: Callable[[Event], None]) -> None:
        self._run = run

    def __enter__(self) -> Self:
        context = multiprocessing.get_context("spawn")
        began = context.Event()
        self._process = context.Process(target=self._run, args=(began,))
        self._process.start()
        began.wait()
        pid = self._process.pid
        assert pid is not None
        self.pid = pid
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.join()


def _wait(began: Event) -> None:
    """With a thread beside it that does not end."""
    thread = Thread(target=time.sleep, args=(3_600,))
    thread.start()
    began.set()
    thread.join()


def _work_in_turns(began: Event) -> None:
    """So that all its counts are others at every look, and the CPUs are free for most of it."""
    began.set()
    while True:
        bytes(100_000)
        time.sleep(0.02)
