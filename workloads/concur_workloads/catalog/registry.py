"""All workloads by name."""

from __future__ import annotations

from concur_workloads.catalog import faults, first_thread
from concur_workloads.catalog.cpu import workloads as cpu
from concur_workloads.catalog.deadlock import workloads as deadlock
from concur_workloads.catalog.gil import workloads as gil
from concur_workloads.catalog.io import workloads as io
from concur_workloads.catalog.ipc import workloads as ipc
from concur_workloads.catalog.life_cycle import workloads as life_cycle
from concur_workloads.catalog.memory import workloads as memory
from concur_workloads.catalog.overhead import workloads as overhead
from concur_workloads.catalog.own import is_reference
from concur_workloads.catalog.shared_state import workloads as shared_state
from concur_workloads.catalog.workload import Workload
from concur_workloads.parameter import SpecError

_ALL = (
    *cpu.WORKLOADS,
    *io.WORKLOADS,
    *first_thread.WORKLOADS,
    *ipc.WORKLOADS,
    *life_cycle.WORKLOADS,
    *memory.WORKLOADS,
    *overhead.WORKLOADS,
    *gil.WORKLOADS,
    *shared_state.WORKLOADS,
    *deadlock.WORKLOADS,
    *faults.WORKLOADS,
)
_BY_NAME = {each.name: each for each in _ALL}


def workloads() -> tuple[Workload, ...]:
    """Every workload, family by family."""
    return _ALL


def workload(name: str) -> Workload:
    """The workload of that name, or what is known of a function of one's own; raises SpecError."""
    if is_reference(name):
        from concur_workloads.catalog.own.known import own_workload

        return own_workload(name)
    if name not in _BY_NAME:
        raise SpecError("workload", name, "one of " + ", ".join(_BY_NAME))
    return _BY_NAME[name]
