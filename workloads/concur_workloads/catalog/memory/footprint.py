"""What memory a process holds, as the kernel counts it (Linux only)."""

from __future__ import annotations

import os
from typing import NamedTuple

from concur_workloads.parameter import SpecError


class Footprint(NamedTuple):
    """Bytes: `uss` is what it holds alone, `pss` that and its part of what several share."""

    uss: int
    pss: int


def footprint_of(pid: int) -> Footprint:
    """Of a process that lives; raises OSError."""
    sizes: dict[str, int] = {}
    with open(f"/proc/{pid}/smaps_rollup", encoding="utf-8") as file:
        # The first line tells addresses.
        next(file)
        for line in file:
            name, _, rest = line.partition(":")
            sizes[name] = int(rest.split()[0]) * 1024
    return Footprint(sizes["Private_Clean"] + sizes["Private_Dirty"], sizes["Pss"])


def has_footprints() -> bool:
    """Whether this system counts memory in this way."""
    return os.path.exists("/proc/self/smaps_rollup")


def require_footprints(workload: str) -> None:
    """Raise SpecError where the system does not count memory in this way."""
    if not has_footprints():
        only = "one that this system can run: it reads USS and PSS from Linux's smaps_rollup"
        raise SpecError("workload", workload, only)
