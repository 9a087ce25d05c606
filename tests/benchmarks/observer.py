"""What it takes to watch 64 workers: the figures of their processes, and what they are at.

Both are measured at once, as the app has both while workers are at work.
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import psutil

from benchmarks.looks import Looks, rows_of_looks
from benchmarks.observed_run import measure_run
from benchmarks.row import Row, Target, median_of
from benchmarks.sampled import sampled
from concur_workloads.api import SystemObserver

_FIGURES_EVERY_S = 0.1
_FIGURES_LIMIT_PERCENT = 1.0

#: As long as PSS, the costliest of them, is left alone, so that it is read in each window.
_WINDOW_S = 16.0

_WAIT = "time.sleep(3600)"
_COMPUTE = "sum(range(20_000))"
#: So that each is seen at something else again and again, and the CPUs are free for most of it.
_WORK_IN_TURNS = f"{_COMPUTE}; time.sleep(0.05)"
_KINDS = {"wait": _WAIT, "compute": _COMPUTE, "work in turns": _WORK_IN_TURNS}
_WORKERS = """
import os, sys, time
for _ in range(int(sys.argv[1])):
    if os.fork() == 0:
        while True:
            {work}
print(flush=True)
sys.stdin.read()
os.killpg(0, 9)
"""


def measure(*, quick: bool) -> Iterator[Row]:
    """Of workers that wait, compute or work in turns, and of such that have tasks in a run."""
    workers, window_s, windows = (8, 0.5, 1) if quick else (64, _WINDOW_S, 3)
    for what, work in _KINDS.items():
        with _running(work, workers) as root:
            found = list(_figures_and_looks(root, window_s, windows))
        yield Row(
            "observer",
            f"figures of {workers} processes that {what}, 10 times a second",
            "% of a core",
            median_of([figures for figures, _ in found]),
            target=Target(_FIGURES_LIMIT_PERCENT, "ours"),
        )
        yield from rows_of_looks(f"{workers} workers that {what}", [looks for _, looks in found])
    yield from measure_run(quick=quick)


@contextmanager
def _running(work: str, workers: int) -> Iterator[int]:
    command = [sys.executable, "-c", _WORKERS.format(work=work), str(workers)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process.pid


def _figures_and_looks(root: int, window_s: float, windows: int) -> Iterator[tuple[float, Looks]]:
    """Percent of a core for the figures, and what the looks took and how often they came."""
    workers = [each.pid for each in psutil.Process(root).children()]
    with sampled(workers) as sampler, closing(SystemObserver()) as observer:
        observer.sample([root])
        for _ in range(windows):
            rounds_before = sampler.rounds
            began_s, figures_s, all_s = time.monotonic(), time.thread_time(), time.process_time()
            while (took_s := time.monotonic() - began_s) < window_s:
                time.sleep(_FIGURES_EVERY_S)
                observer.sample([root])
            figures_s, all_s = time.thread_time() - figures_s, time.process_time() - all_s
            period_ms = 1e3 * took_s / (sampler.rounds - rounds_before)
            looks = Looks(100 * (all_s - figures_s) / took_s, period_ms)
            yield 100 * figures_s / took_s, looks
