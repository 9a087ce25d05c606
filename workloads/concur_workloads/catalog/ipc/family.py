"""What the workloads of the family have in common."""

from __future__ import annotations

from collections.abc import Mapping

from concur_workloads.catalog.figures import Measured
from concur_workloads.catalog.workload import Settings

FAMILY = "IPC"

#: Those whose workers may start processes, and are more than an interpreter of one.
BACKENDS = (
    "serial",
    "threading.Thread",
    "ThreadPoolExecutor",
    "asyncio",
    "multiprocessing.Process",
    "ProcessPoolExecutor",
)
ELSEWHERE = "its tasks start processes of their own, which workers of other backends may not"


def verify_times(measured: Mapping[str, Measured], _settings: Settings) -> str:
    """What is wrong with times and rates that were measured; empty where they can be true."""
    nothing = [name for name, each in measured.items() if each.lowest <= 0]
    return f"{', '.join(nothing)}: not more than nothing" if nothing else ""
