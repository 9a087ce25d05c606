"""The lost update among the coroutines of one loop."""

from __future__ import annotations

import asyncio
from time import perf_counter_ns

from concur_workloads.catalog.figures import Outcome
from concur_workloads.catalog.shared_state.cures_in_loop import INCREMENTS_IN_LOOP, own_in_loop
from concur_workloads.catalog.shared_state.loop_partners import LoopPartners
from concur_workloads.catalog.shared_state.lost_update import round_figures
from concur_workloads.catalog.shared_state.shared_counter import SharedCounter
from concur_workloads.catalog.workload import WARM_UP_TASK, Settings


async def count_in_loop(task: int, settings: Settings) -> Outcome | int:
    """One round of a worker that is a place in the loop."""
    updates, calls = settings["updates"], settings["calls"]
    if task == WARM_UP_TASK:
        return int(updates)
    counter: SharedCounter = settings["counter"]
    partners: LoopPartners = settings["loop_partners"]
    worker: int = settings["here"].worker
    increment = INCREMENTS_IN_LOOP[settings["cure"]]
    with partners.at_work(worker):
        owner = _prepare(counter, settings) if worker == 1 else None
        await partners.gather()
        began_ns = perf_counter_ns()
        await increment(counter, updates, calls, worker)
        took_ns = perf_counter_ns() - began_ns
        await partners.gather()
        if owner is not None:
            await owner
        return Outcome(updates, round_figures(counter, settings, worker, took_ns))


def _prepare(counter: SharedCounter, settings: Settings) -> asyncio.Task[None] | None:
    """Before a round: count from 0, with primitives of this loop, which may be a new one."""
    counter.reset()
    if settings["cure"] == "lock":
        counter.lock = asyncio.Lock()
    if settings["cure"] != "queue":
        return None
    counter.queue = asyncio.Queue(1_000)
    updates = counter.workers * settings["updates"]
    return asyncio.get_running_loop().create_task(own_in_loop(counter, updates))
