"""What the kernel has counted for the whole machine so far."""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import psutil

from concur_workloads.observer.cpu_times import cpu_times

_PROC = Path("/proc")


@dataclass(frozen=True)
class MachineCounters:
    """Seconds that CPUs were busy and that the host gave to others, bytes swapped in and out."""

    busy_s: float
    stolen_s: float | None
    swapped_in_bytes: int | None
    swapped_out_bytes: int | None


def our_cpus() -> list[int]:
    """The numbers of the CPUs that this program, and what it starts, may run on."""
    if hasattr(os, "sched_getaffinity"):
        return sorted(os.sched_getaffinity(0))
    return list(range(os.cpu_count() or 1))


def read_counters(cpus: Collection[int], proc: Path = _PROC) -> MachineCounters:
    """The counters now: those of time of these CPUs alone, where the system tells them apart."""
    swapped_in, swapped_out = _swapped(proc)
    times = _cpu_times(cpus, proc)
    if times is None:
        all_times = psutil.cpu_times()._asdict()
        idle_s = all_times["idle"] + all_times.get("iowait", 0.0)
        return MachineCounters(sum(all_times.values()) - idle_s, None, swapped_in, swapped_out)
    return MachineCounters(*times, swapped_in, swapped_out)


def _cpu_times(cpus: Collection[int], proc: Path) -> tuple[float, float] | None:
    """Busy and stolen seconds."""
    try:
        times = cpu_times((proc / "stat").read_bytes())
    except OSError:
        return None
    ours = [each for cpu, each in times.items() if cpu in cpus]
    busy = sum(each.user + each.system for each in ours)
    stolen = sum(each.steal or 0 for each in ours)
    ticks_per_s = os.sysconf("SC_CLK_TCK")
    return busy / ticks_per_s, stolen / ticks_per_s


def _swapped(proc: Path) -> tuple[int | None, int | None]:
    try:
        fields = dict(line.split() for line in (proc / "vmstat").read_text().splitlines())
    except (OSError, ValueError):
        return None, None
    if "pswpin" not in fields or "pswpout" not in fields:
        return None, None
    page_bytes = os.sysconf("SC_PAGE_SIZE")
    return int(fields["pswpin"]) * page_bytes, int(fields["pswpout"]) * page_bytes
