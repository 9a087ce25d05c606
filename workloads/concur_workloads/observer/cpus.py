"""How many CPUs this program may really use."""

import math
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

PROC = Path("/proc")
CGROUPS = Path("/sys/fs/cgroup")


@dataclass(frozen=True)
class UsableCpus:
    """How many CPUs can be used at once, and which of the limits decided that.

    `quota` is how many CPUs' time a control group grants, which need not be a whole number.
    """

    count: int
    decided_by: str
    quota: float | None = None


@dataclass(frozen=True)
class QuotaGroup:
    """A control group of ours with a quota, in CPUs, and the file that counts what it withheld."""

    cpus: float
    counters: Path


def usable_cpus(proc: Path = PROC, cgroups: Path = CGROUPS) -> UsableCpus:
    """The smallest of CPU count, CPU affinity and cgroup quota (rounded up).

    `os.process_cpu_count` and its like leave the quota of a container out.
    """
    limits = [UsableCpus(os.cpu_count() or 1, "CPU count")]
    if hasattr(os, "sched_getaffinity"):
        limits.append(UsableCpus(len(os.sched_getaffinity(0)), "CPU affinity"))
    quota = min((group.cpus for group in quota_groups(proc, cgroups)), default=None)
    if quota is not None:
        limits.append(UsableCpus(max(1, math.ceil(quota)), "cgroup quota"))
    return replace(min(limits, key=lambda limit: limit.count), quota=quota)


def quota_groups(proc: Path = PROC, cgroups: Path = CGROUPS) -> Iterator[QuotaGroup]:
    """Our control group and all groups above it, those of them that have a CPU quota."""
    for line in _text(proc / "self" / "cgroup").splitlines():
        _, controllers, path = line.split(":", 2)
        for group in _with_parents(path):
            if not controllers:
                folder = cgroups / group
                yield from _with_quota(folder, _text(folder / "cpu.max").split())
            elif "cpu" in controllers.split(","):
                # Distributions mount the controller under its own name or that of its mount.
                for mount in dict.fromkeys(("cpu", controllers)):
                    folder = cgroups / mount / group
                    quota = _text(folder / "cpu.cfs_quota_us")
                    period = _text(folder / "cpu.cfs_period_us")
                    yield from _with_quota(folder, [quota.strip(), period.strip()])


def _with_parents(path: str) -> list[str]:
    """A group's path, relative to the mount, and the paths above it.

    A container often sees its own group mounted as the root, under a path that it cannot see.
    """
    group = PurePosixPath(path)
    return [str(each).lstrip("/") for each in (group, *group.parents)]


def _with_quota(folder: Path, words: list[str]) -> Iterator[QuotaGroup]:
    if len(words) != 2 or not all(word.isdigit() for word in words):
        return
    quota, period = (int(word) for word in words)
    if quota > 0 and period > 0:
        yield QuotaGroup(quota / period, folder / "cpu.stat")


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""
