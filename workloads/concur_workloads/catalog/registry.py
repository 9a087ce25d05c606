"""All workloads by name."""

from __future__ import annotations

import difflib

from concur_workloads.catalog import cpu, faults, first_thread, io, overhead
from concur_workloads.catalog.workload import Workload
from concur_workloads.parameter import SpecError

_ALL = cpu.WORKLOADS + io.WORKLOADS + first_thread.WORKLOADS + overhead.WORKLOADS + faults.WORKLOADS
_BY_NAME = {each.name: each for each in _ALL}


def workloads() -> tuple[Workload, ...]:
    """Every workload, family by family."""
    return _ALL


def workload(name: str) -> Workload:
    """The workload of that name; raises SpecError, which suggests a near name."""
    if name in _BY_NAME:
        return _BY_NAME[name]
    near = difflib.get_close_matches(name, _BY_NAME, 1)
    hint = f" (did you mean {near[0]}?)" if near else ""
    raise SpecError("workload", name, "one of " + ", ".join(_BY_NAME) + hint)
