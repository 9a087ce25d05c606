"""A counter that all workers of a run increment, and what protects it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from concur_workloads.catalog.shared_state.common_ground import numbers, primitives
from concur_workloads.catalog.shared_state.partners import Partners, make_partners
from concur_workloads.catalog.stage import Stage

#: How many updates may be on their way to the owner of the counter.
_QUEUE_BOUND = 1_000


class Cell:
    """One number of this process."""

    def __init__(self) -> None:
        self.value = 0


@dataclass
class SharedCounter:
    """What the workers of a run share; `cell` is the counter, `subtotals` has one for each."""

    workers: int
    partners: Partners
    cell: Any
    lock: Any
    queue: Any
    subtotals: Any

    def reset(self) -> None:
        """Count from 0 again."""
        self.cell.value = 0
        for place in range(self.workers):
            self.subtotals[place] = 0

    def total(self) -> int:
        """What was counted."""
        return int(self.cell.value + sum(self.subtotals))


def make_counter(cure: str, stage: Stage) -> SharedCounter:
    """The counter with what a cure needs."""
    source = primitives(stage)
    cell: Any = Cell() if stage.shares_memory else stage.context().RawValue("q", 0)
    lock = queue = None
    if cure == "lock":
        lock = source.Lock()
    elif cure == "rlock":
        lock = source.RLock()
    elif cure == "value-lock":
        cell = _counter_with_lock(stage)
        lock = cell.get_lock()
    elif cure == "queue":
        queue = _queue(stage)
    subtotals = numbers(stage, stage.workers)
    return SharedCounter(stage.workers, make_partners(stage), cell, lock, queue, subtotals)


def _counter_with_lock(stage: Stage) -> Any:
    """A multiprocessing.Value, which threads can use as well."""
    # Late, as most runs do without it.
    import multiprocessing

    if stage.shares_memory:
        # Of the kind whose lock needs no helper process.
        return multiprocessing.get_context("fork").Value("q", 0)
    return stage.context().Value("q", 0)


def _queue(stage: Stage) -> Any:
    if not stage.shares_memory:
        return stage.context().Queue(_QUEUE_BOUND)
    # Late, as most runs do without it.
    import queue

    return queue.Queue(_QUEUE_BOUND)
