"""What it takes to read the control blocks of many workers, as a view of all of them would."""

import multiprocessing
import time
from collections.abc import Iterator
from contextlib import ExitStack
from multiprocessing.synchronize import Event
from threading import Thread
from typing import Self

from benchmarks.row import Row, Target, median_of
from concur_workloads.api import ControlBlockReader

_EVERY_S = 0.25
_LIMIT_PERCENT = 1.0


def measure(*, quick: bool) -> Iterator[Row]:
    """Of processes whose threads wait, four times a second."""
    workers, looks, windows = (2, 4, 1) if quick else (16, 40, 5)
    with ExitStack() as stack:
        pids = [stack.enter_context(_Waiting()).pid for _ in range(workers)]
        readers = [ControlBlockReader(pid, pid) for pid in pids]
        for each in readers:
            stack.callback(each.close)
            each.read()
        found = [_percent_of_a_core(readers, looks) for _ in range(windows)]
    yield Row(
        "control blocks",
        f"{workers} processes, 4 looks a second",
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


class _Waiting:
    """A process that waits for nothing that comes."""

    def __enter__(self) -> Self:
        context = multiprocessing.get_context("spawn")
        waits = context.Event()
        self._process = context.Process(target=_wait, args=(waits,))
        self._process.start()
        waits.wait()
        pid = self._process.pid
        assert pid is not None
        self.pid = pid
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.join()


def _wait(waits: Event) -> None:
    thread = Thread(target=time.sleep, args=(3_600,))
    thread.start()
    waits.set()
    thread.join()
