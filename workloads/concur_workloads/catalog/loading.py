"""Workloads that can be called: what runners and workers need, and nobody else."""

from __future__ import annotations

from concur_workloads.catalog.own import is_reference
from concur_workloads.catalog.registry import workload
from concur_workloads.catalog.workload import Workload


def load_workload(name: str) -> Workload:
    """The workload of that name; imports a function of one's own, once in a process.

    Raises SpecError, and OwnFunctionError for what cannot be imported.
    """
    if is_reference(name):
        # Late, as it takes milliseconds that workers of the catalogue's workloads need not spend.
        from concur_workloads.catalog.own.known import is_known, make_known
        from concur_workloads.catalog.own.own_workload import import_workload

        if not is_known(name):
            make_known(import_workload(name))
    return workload(name)
