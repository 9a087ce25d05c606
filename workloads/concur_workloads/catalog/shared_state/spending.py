"""Ways to spend a set time, such as that in which something is held."""

from __future__ import annotations

import time

from concur_workloads.parameter import Parameter

#: The two ways, as a parameter of a workload.
HOW = Parameter(
    "how",
    "wait",
    "how that time is spent: asleep, as in I/O, or computing, which needs the GIL",
    choices=("wait", "compute"),
)


def spend(milliseconds: float, how: str) -> None:
    """Let so much time pass by the clock."""
    if not milliseconds:
        return
    if how == "wait":
        time.sleep(milliseconds / 1e3)
        return
    until_ns = time.perf_counter_ns() + int(milliseconds * 1e6)
    while time.perf_counter_ns() < until_ns:
        pass
