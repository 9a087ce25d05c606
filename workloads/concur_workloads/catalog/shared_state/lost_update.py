"""The lost update that really happens, and its cures."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from time import perf_counter_ns
from typing import Any

from concur_workloads.catalog.figures import Figure, Measured, Outcome
from concur_workloads.catalog.shared_state.common_ground import BACKENDS, PROCESSES
from concur_workloads.catalog.shared_state.cures import CURES, INCREMENTS, own, unprotected
from concur_workloads.catalog.shared_state.loop_partners import LoopPartners
from concur_workloads.catalog.shared_state.shared_counter import Cell, SharedCounter, make_counter
from concur_workloads.catalog.stage import Stage
from concur_workloads.catalog.workload import WARM_UP_TASK, Settings, Workload
from concur_workloads.parameter import Parameter, SpecError

LOST = Figure(
    "lost updates",
    "",
    "updates that all workers of a round made, less what the counter then stood at; all rounds",
    summed=True,
)
SHARE = Figure("share lost", "%", "lost updates of a round by all that its workers made")
TIME = Figure("update time", "s", "time of a worker's round by its updates")


@contextmanager
def _counter(settings: Settings, stage: Stage) -> Iterator[dict[str, Any]]:
    yield {
        "counter": make_counter(settings["cure"], stage),
        "loop_partners": LoopPartners(stage.workers) if stage.shares_memory else None,
    }


def _count(task: int, settings: Settings) -> Outcome | int:
    updates: int = settings["updates"]
    calls: int = settings["calls"]
    counter: SharedCounter = settings["counter"]
    if task == WARM_UP_TASK:
        _count_alone(counter, calls)
        return updates
    worker: int = settings["here"].worker
    increment = INCREMENTS[settings["cure"]]
    with counter.partners.at_work(worker):
        owner = _prepare(counter, settings) if worker == 1 else None
        counter.partners.gather(worker)
        began_ns = perf_counter_ns()
        increment(counter, updates, calls, worker)
        took_ns = perf_counter_ns() - began_ns
        counter.partners.gather(worker)
        if owner is not None:
            owner.join()
        return Outcome(updates, round_figures(counter, settings, worker, took_ns))


def _count_alone(counter: SharedCounter, calls: int) -> None:
    alone = SharedCounter(1, counter.partners, Cell(), None, None, [0])
    unprotected(alone, 100, calls, 1)


def _prepare(counter: SharedCounter, settings: Settings) -> threading.Thread | None:
    """Before a round: count from 0, and have somebody own the counter if the cure is that."""
    counter.reset()
    if settings["cure"] != "queue":
        return None
    updates = counter.workers * settings["updates"]
    owner = threading.Thread(target=own, args=(counter, updates), name="owner", daemon=True)
    owner.start()
    return owner


def round_figures(
    counter: SharedCounter, settings: Settings, worker: int, took_ns: int
) -> dict[str, float]:
    """What a worker knows at the end of a round, of which the first tells how it went.

    Raises ValueError when a cure has lost something.
    """
    figures = {TIME.name: took_ns / 1e9 / settings["updates"]}
    if worker == 1:
        made = counter.workers * settings["updates"]
        lost = made - counter.total()
        if lost and settings["cure"] not in ("none", "luck"):
            raise ValueError(f"{lost:,} of {made:,} updates were lost with {settings['cure']}")
        figures.update({LOST.name: lost, SHARE.name: 100 * lost / made})
    return figures


async def _count_in_loop(task: int, settings: Settings) -> Outcome | int:
    # Late, as only runs of asyncio need that library, which takes tens of milliseconds to load.
    from concur_workloads.catalog.shared_state.lost_update_in_loop import count_in_loop

    return await count_in_loop(task, settings)


def _check(settings: Settings, backend: str) -> None:
    cure = settings["cure"]
    if cure == "luck" and backend in PROCESSES:
        why = "another one for processes, in whose shared memory x += 1 is never one step"
        raise SpecError("cure", cure, why)
    if cure in ("rlock", "value-lock") and backend == "asyncio":
        raise SpecError("cure", cure, "another one for asyncio, which has no such lock")


def _verify(measured: Mapping[str, Measured], settings: Settings) -> str:
    lost = measured[LOST.name].total if LOST.name in measured else None
    if lost is None:
        return "no round told how many updates were lost"
    if settings["cure"] == "none" and not lost:
        return "nothing was lost, though nothing protects the counter"
    # What luck is worth depends on the interpreter; the other cures raise when they lose any.
    return ""


WORKLOADS = (
    Workload(
        name="lost-update",
        title="lost update",
        family="Shared state",
        kind="CPU-bound, writes what others write",
        summary=(
            "All workers increment one counter: read it, call functions, write what was read + 1."
        ),
        look_at=(
            "Compare the lost updates, and what an update costs, from cure to cure. Turn the dial "
            "--switch-interval and see whether the share that is lost follows. The cure luck is x "
            "+= 1 with no call between reading and writing: see which interpreters lose nothing "
            "then, and decide whether you would rely on it."
        ),
        parameters=(
            Parameter("cure", "none", "what protects the counter", choices=CURES),
            Parameter("updates", 10_000, "how often a worker increments it in a round", 1, 10**8),
            Parameter("calls", 50, "Python calls between reading and writing", 1, 10_000),
        ),
        body=_count,
        coroutine=_count_in_loop,
        fixture=_counter,
        default_tasks=16,
        figures=(LOST, SHARE, TIME),
        backends=(*BACKENDS, "asyncio"),
        elsewhere="its workers must see the very same counter",
        together=True,
        check=_check,
        verify=_verify,
    ),
)
