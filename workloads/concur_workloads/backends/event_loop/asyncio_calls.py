"""How asyncio runs the tasks of a spec: what `RunSpec.blocking` means for a workload."""

from __future__ import annotations

from concur_workloads.backends.base import Backend, Host
from concur_workloads.catalog.workload import Workload
from concur_workloads.spec import RunSpec


def awaits_coroutines(spec: RunSpec, workload: Workload) -> bool:
    """Whether tasks are coroutines that the loop awaits."""
    return spec.blocking == "default" and workload.coroutine is not None


def share_the_loop(spec: RunSpec, workload: Workload) -> bool:
    """Whether all tasks run in the thread of the loop, in turns."""
    return spec.blocking == "loop" or awaits_coroutines(spec, workload)


def make_asyncio_backend(host: Host) -> Backend:
    """The backend that calls a workload's coroutine, or its blocking function as asked."""
    # Late, as this module is also imported where nothing runs.
    from concur_workloads.backends.event_loop.asyncio_slots import AsyncioSlots
    from concur_workloads.backends.event_loop.asyncio_threads import AsyncioThreads

    if share_the_loop(host.spec, host.workload):
        return AsyncioSlots(host)
    return AsyncioThreads(host)
