"""Where the time of a worker, or of all workers of a run, went."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass


class BudgetItem(enum.Enum):
    """The value is the word that is shown; the order is that of a worker's life."""

    START_UP = "start-up and imports"
    WAITING_FOR_TASK = "waiting for a task"
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

    What tasks did while not on a CPU is split as it was sampled, `samples` times: an estimate.
    """

    wall_s: float
    seconds: Mapping[BudgetItem, float]
    samples: int

    def share(self, item: BudgetItem) -> float:
        """The part of the wall time that went there, 0 to 1."""
        return self.seconds.get(item, 0.0) / self.wall_s if self.wall_s > 0 else 0.0
