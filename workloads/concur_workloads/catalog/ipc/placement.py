"""Which CPUs the two ends run on; times here are mostly those of waking somebody up."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from concur_workloads.catalog.workload import Settings
from concur_workloads.parameter import Parameter, SpecError

_CAN_BIND = hasattr(os, "sched_setaffinity")

PLACEMENT = Parameter(
    "placement",
    "both" if _CAN_BIND else "free",
    "the CPUs of the two ends: the same one, two, first the one and then the other, or any",
    choices=("both", "one-cpu", "two-cpus", "free"),
)


class Seats(NamedTuple):
    """A placement that is measured: its name, our CPU and that of the partners, None for any."""

    name: str
    ours: int | None
    theirs: int | None


def check_placement(settings: Settings, _backend: str) -> None:
    """Raise SpecError for a placement that this system does not have."""
    placement = settings["placement"]
    if placement != "free" and not _CAN_BIND:
        raise SpecError("placement", placement, "free: this system cannot bind threads to CPUs")


def seatings(placement: str, worker: int) -> list[Seats]:
    """What one task of a worker measures in turn.

    With one CPU "both" is the same one only, which is said; raises RuntimeError for two.
    """
    if placement == "free":
        return [Seats("free", None, None)]
    cpus = sorted(os.sched_getaffinity(0))
    own, other = (cpus[(worker + step) % len(cpus)] for step in (-1, 0))
    same, two = Seats("same CPU", own, own), Seats("two CPUs", own, other)
    if placement == "one-cpu":
        return [same]
    if len(cpus) == 1:
        only = f"this worker may use CPU {own} only"
        if placement == "two-cpus":
            raise RuntimeError(f"two CPUs cannot be compared: {only}; choose one-cpu")
        print(f"Two CPUs are not measured: {only}.")
        return [same]
    return [two] if placement == "two-cpus" else [same, two]


def sit_on(cpu: int | None) -> None:
    """Bind the calling thread, and all that it creates later, to a CPU; raises OSError."""
    if cpu is not None:
        os.sched_setaffinity(0, {cpu})


@contextmanager
def seated(cpu: int | None) -> Iterator[None]:
    """Bind the calling thread to a CPU for the length of a block; raises OSError."""
    if cpu is None:
        yield
        return
    before = os.sched_getaffinity(0)
    sit_on(cpu)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
