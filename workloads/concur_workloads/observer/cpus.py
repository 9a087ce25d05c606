"""How many CPUs this program may really use."""

import math
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

_PROC = Path("/proc")
_CGROUPS = Path("/sys/fs/cgroup")


@dataclass(frozen=True)
class UsableCpus:
    """How many CPUs can be used at once, and which of the limits decided that."""

    count: int
    decided_by: str


def usable_cpus(proc: Path = _PROC, cgroups: Path = _CGROUPS) -> UsableCpus:
    """The smallest of CPU count, CPU affinity and cgroup quota (rounded up).

    `os.process_cpu_count` and its like leave the quota of a container out.
    """
    limits = [UsableCpus(os.cpu_count() or 1, "CPU count")]
    if hasattr(os, "sched_getaffinity"):
        limits.append(UsableCpus(len(os.sched_getaffinity(0)), "CPU affinity"))
    quotas = list(_quotas(proc, cgroups))
    if quotas:
        limits.append(UsableCpus(max(1, math.ceil(min(quotas))), "cgroup quota"))
    return min(limits, key=lambda limit: limit.count)


def _quotas(proc: Path, cgroups: Path) -> Iterator[float]:
    """The CPU quotas, in CPUs, of our control group and of all groups above it."""
    for line in _text(proc / "self" / "cgroup").splitlines():
        _, controllers, path = line.split(":", 2)
        for group in _with_parents(path):
            if not controllers:
                yield from _quota(_text(cgroups / group / "cpu.max").split())
            elif "cpu" in controllers.split(","):
                # Distributions mount the controller under its own name or that of its mount.
                for mount in dict.fromkeys(("cpu", controllers)):
                    folder = cgroups / mount / group
                    quota = _text(folder / "cpu.cfs_quota_us")
                    period = _text(folder / "cpu.cfs_period_us")
                    yield from _quota([quota.strip(), period.strip()])


def _with_parents(path: str) -> list[str]:
    """A group's path, relative to the mount, and the paths above it.

    A container often sees its own group mounted as the root, under a path that it cannot see.
    """
    group = PurePosixPath(path)
    return [str(each).lstrip("/") for each in (group, *group.parents)]


def _quota(words: list[str]) -> Iterator[float]:
    if len(words) != 2 or not all(word.isdigit() for word in words):
        return
    quota, period = (int(word) for word in words)
    if quota > 0 and period > 0:
        yield quota / period


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""
