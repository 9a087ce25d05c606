"""Where the time of a worker, or of all workers of a run, went."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


class BudgetItem(enum.Enum):
    """The value is the word that is shown; the order is that of a worker's life.

    WARM_UP is until all workers were ready and warm. From ON_CPU to OTHER it was in tasks.
    BETWEEN_TASKS is what it takes to get one, to deserialise it, and to serialise and send what
    came out.
    """

    START_UP = "start-up and imports"
    WARM_UP = "warm-up"
    WAITING_FOR_TASK = "waiting for a task"
    BETWEEN_TASKS = "on CPU between tasks"
    ON_CPU = "on CPU"
    READY = "waiting for a CPU"
    GIL = "waiting for the GIL"
    LOCK = "blocked: lock, queue"
    IO = "blocked: I/O"
    SLEEP = "sleeping"
    CHILD = "waiting for a child"
    STOPPED = "stopped"
    OTHER = "blocked: other"
    IDLE_TAIL = "idle tail"
    SHUT_DOWN = "shut-down"
    NOT_EXPLAINED = "not explained"


@dataclass(frozen=True)
class TimeBudget:
    """Seconds by item, which sum to `wall_s`, the life of the worker or of all together.

    What tasks did while not on a CPU is split as it was seen at `looks` looks: an estimate.
    """

    wall_s: float
    seconds: Mapping[BudgetItem, float]
    looks: int

    def share(self, item: BudgetItem) -> float:
        """The part of the wall time that went there, 0 to 1."""
        return self.seconds.get(item, 0.0) / self.wall_s if self.wall_s > 0 else 0.0


def sum_of_budgets(budgets: Iterable[TimeBudget]) -> TimeBudget | None:
    """That of several workers together; None of none."""
    each = list(budgets)
    if not each:
        return None
    seconds = {item: sum(one.seconds[item] for one in each) for item in BudgetItem}
    return TimeBudget(sum(one.wall_s for one in each), seconds, sum(one.looks for one in each))
