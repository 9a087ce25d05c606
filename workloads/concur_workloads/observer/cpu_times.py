"""What each CPU of the machine spent its time at, as the system counts it."""

from typing import NamedTuple


class CpuTimes(NamedTuple):
    """Of one CPU since the machine started, in any unit.

    `user` includes guests and niced work, `system` interrupts, `idle` the waits for storage, and
    `steal` is what a hypervisor gave to others; None where the system does not tell it.
    """

    user: float
    system: float
    idle: float
    steal: float | None


def cpu_times(stat: bytes) -> dict[int, CpuTimes]:
    """Clock ticks of each CPU by its number, from /proc/stat, whose order is that of proc(5)."""
    found = {}
    for line in stat.split(b"\n"):
        if not line.startswith(b"cpu"):
            break
        cpu, *ticks = line.split()
        # The first line is of all of them.
        if cpu != b"cpu":
            # The time of guests, which comes behind, is part of user time already.
            user, nice, system, idle, iowait, irq, softirq, steal = map(int, ticks[:8])
            found[int(cpu[3:])] = CpuTimes(
                user + nice, system + irq + softirq, idle + iowait, steal
            )
    return found
