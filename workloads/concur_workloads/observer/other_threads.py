"""What threads that are no workers take of the CPUs in the processes that work."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from itertools import islice
from pathlib import Path

from concur_workloads.observer.thread_clock import LONGEST_TURNS, CpuTime, cpu_time

#: The threads that are workers, by their processes.
Workers = Mapping[int, Collection[int]]

#: Each takes 15 µs to read, and no task runs meanwhile.
_MOST_AT_ONCE = 1_000


def other_threads(workers: Workers, proc: Path = Path("/proc")) -> dict[tuple[int, int], CpuTime]:
    """By process and thread, the CPU times of some hundreds of them; none where they are hidden.

    The first thread of a process is left out: where it does no tasks, it hands them out.
    """
    found = {}
    for pid, thread in islice(_others(workers, proc), _MOST_AT_ONCE):
        # It may have ended.
        with suppress(OSError, ValueError):
            found[pid, thread] = _cpu_time(f"{proc}/{pid}/task/{thread}/schedstat")
    return found


def _others(workers: Workers, proc: Path) -> Iterator[tuple[int, int]]:
    for pid, known in workers.items():
        try:
            threads = os.listdir(f"{proc}/{pid}/task")
        except OSError:
            continue
        for thread in map(int, threads):
            if thread != pid and thread not in known:
                yield pid, thread


def _cpu_time(path: str) -> CpuTime:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return cpu_time(os.read(descriptor, LONGEST_TURNS))
    finally:
        os.close(descriptor)
