"""What the kernel counts for the whole machine, read again and again."""

from pathlib import Path
from typing import Any, NamedTuple

import psutil

from concur_workloads.observer.cpu_times import CpuTimes, cpu_times
from concur_workloads.observer.kept_open import KeptOpen

_FORKS = b"\nprocesses "

#: Many CPUs with many interrupts make it long.
_LONGEST = 1 << 20


class MachineStat(NamedTuple):
    """The times of all CPUs in the order of their numbers, and how many forks there were so far.

    A fork makes a process or a thread. None is what the system does not tell.
    """

    cpus: list[CpuTimes]
    forks: int | None


class MachineStatReader:
    """Reads /proc/stat, or asks psutil for the CPUs where there is none."""

    def __init__(self, proc: Path = Path("/proc")) -> None:
        self._file: KeptOpen | None
        try:
            self._file = KeptOpen(proc / "stat", _LONGEST)
        except OSError:
            self._file = None

    def read(self) -> MachineStat:
        """What it is now."""
        content = self._file.read() if self._file is not None else None
        if content is None:
            return MachineStat(_told_by_psutil(), None)
        return MachineStat(list(cpu_times(content).values()), _forks(content))

    def close(self) -> None:
        """Let go of the file; a second call does nothing."""
        if self._file is not None:
            self._file.close()


def _forks(stat: bytes) -> int | None:
    number, is_whole, _ = stat.partition(_FORKS)[2].partition(b"\n")
    # No machine ever had none: some sandboxes say 0 for all that they do not tell.
    return int(number) or None if is_whole else None


def _told_by_psutil() -> list[CpuTimes]:
    try:
        return list(map(_told, psutil.cpu_times(percpu=True)))
    except OSError:
        return []


def _told(times: Any) -> CpuTimes:
    """From psutil, whose figures have other names on each system."""

    def sum_of(*names: str) -> float:
        return sum(getattr(times, name, 0.0) for name in names)

    return CpuTimes(
        user=sum_of("user", "nice"),
        system=sum_of("system", "irq", "softirq"),
        idle=sum_of("idle", "iowait"),
        steal=getattr(times, "steal", None),
    )
