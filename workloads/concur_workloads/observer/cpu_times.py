"""What each CPU of the machine spent its time at, as the kernel of Linux counts it."""

from collections.abc import Mapping

#: As proc(5) has them, and in its order.
_NAMES = (
    "user",
    "nice",
    "system",
    "idle",
    "iowait",
    "irq",
    "softirq",
    "steal",
    "guest",
    "guest_nice",
)

#: In any unit.
Times = Mapping[str, float]


def cpu_times(stat: bytes) -> dict[int, dict[str, int]]:
    """Clock ticks by name for each CPU by its number, from /proc/stat.

    The time of guests is part of user time already.
    """
    found: dict[int, dict[str, int]] = {}
    for line in stat.split(b"\n"):
        if not line.startswith(b"cpu"):
            break
        cpu, *ticks = line.split()
        # The first line is of all of them.
        if cpu != b"cpu":
            found[int(cpu[3:])] = dict(zip(_NAMES, map(int, ticks), strict=False))
    return found
