"""The CPU clocks of processes, which take one short system call each."""

import time
from collections.abc import Sequence


def process_clock(pid: int) -> int:
    """The number of the clock, as clock_getcpuclockid(3) makes it on Linux."""
    return (~pid << 3) | 2


def used_ns(clocks: Sequence[int]) -> list[int | None]:
    """Nanoseconds of CPU time of all threads; None of a process that has ended.

    Of one that is on a CPU just now, what it has used since the kernel's last timer tick may be
    left out. All are None on a system that has no such clocks.
    """
    read = time.clock_gettime_ns
    try:
        return [read(each) for each in clocks]
    except OSError:
        return [_used_or_none(each) for each in clocks]


def _used_or_none(clock: int) -> int | None:
    try:
        return time.clock_gettime_ns(clock)
    except OSError:
        return None
