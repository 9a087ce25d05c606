"""CPU time of a process, as exactly as the system tells it."""

from pathlib import Path

import psutil


def cpu_seconds(pid: int) -> float:
    """Seconds on a CPU of all living threads of a process, to the nanosecond on Linux."""
    threads = list(Path(f"/proc/{pid}/task").glob("*/schedstat"))
    if threads:
        return sum(int(each.read_text().split()[0]) for each in threads) / 1e9
    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)
