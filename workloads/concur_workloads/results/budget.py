"""Where the time of a worker, or of all workers of a run, went."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from concur_workloads.results.activity import Activity


class BudgetItem(enum.Enum):
    """The value is the word that is shown; the order is that of a worker's life.

    From WAITING_FOR_OTHERS on it was ready, from WARM_UP on all were; from ON_CPU to OTHER it was
    in tasks.
    BETWEEN_TASKS is what it takes to get one and to send what came out, and where the worker does
    not tell them apart, to deserialise and to serialise too; the two after it are what kept it from
    doing that. CHECKING is what this program adds: the digest of each result, by which passes are
    compared.
    """

    START_UP = "start-up and imports"
    WAITING_FOR_OTHERS = "waiting for others"
    WARM_UP = "warm-up"
    WAITING_FOR_TASK = "waiting for a task"
    PAUSED = "paused"
    DESERIALISING = "deserialising"
    BETWEEN_TASKS = "on CPU between tasks"
    READY_BETWEEN = "CPU wait in between"
    GIL_BETWEEN = "GIL wait in between"
    ON_CPU = Activity.ON_CPU.value
    READY = Activity.READY.value
    GIL = Activity.GIL.value
    LOCK = Activity.LOCK.value
    PIPE = Activity.PIPE.value
    DISK = Activity.DISK.value
    SLEEP = Activity.SLEEP.value
    CHILD = Activity.CHILD.value
    AWAITING = Activity.AWAITING.value
    STOPPED = Activity.STOPPED.value
    ZOMBIE = Activity.ZOMBIE.value
    OTHER = Activity.OTHER.value
    CHECKING = "checking results"
    SERIALISING = "serialising"
    IDLE_TAIL = "idle tail"
    SHUT_DOWN = "shut-down"
    NOT_EXPLAINED = "not explained"


#: What a worker can be at in tasks, what is known from looks alone, in them and between them, and
#: what it does to the messages that tasks and results travel in.
IN_TASKS = tuple(BudgetItem[activity.name] for activity in Activity)
ESTIMATED = tuple(
    item
    for item in IN_TASKS
    if item not in (BudgetItem.ON_CPU, BudgetItem.READY, BudgetItem.AWAITING)
)
ESTIMATED_BETWEEN = (BudgetItem.READY_BETWEEN, BudgetItem.GIL_BETWEEN)
MESSAGES = (BudgetItem.DESERIALISING, BudgetItem.SERIALISING)


@dataclass(frozen=True)
class TimeBudget:
    """Seconds by item, which sum to `wall_s`, the life of the worker or of all together.

    What tasks did while not on a CPU is split as it was seen at `looks` looks: an estimate. So is,
    from `looks_between`, what kept the worker between tasks from going on. So is
    what (de)serialising took, if it was timed for some tasks alone: `timed_tasks` of all workers;
    and how long it waited for a CPU, if it took turns with others in one thread.
    """

    wall_s: float
    seconds: Mapping[BudgetItem, float]
    looks: int
    timed_tasks: int | None = None
    shares_thread: bool = False
    looks_between: int = 0

    @property
    def in_tasks_s(self) -> float:
        """Seconds in tasks, as far as it is known what at."""
        return sum(self.seconds.get(item, 0.0) for item in IN_TASKS)

    def share(self, item: BudgetItem) -> float:
        """The part of the wall time that went there, 0 to 1."""
        return self.seconds.get(item, 0.0) / self.wall_s if self.wall_s > 0 else 0.0


def sum_of_budgets(budgets: Iterable[TimeBudget]) -> TimeBudget | None:
    """That of several workers together; None of none."""
    each = list(budgets)
    if not each:
        return None
    seconds = {item: sum(one.seconds[item] for one in each) for item in BudgetItem}
    looks = sum(one.looks for one in each)
    return replace(
        each[0],
        wall_s=sum(one.wall_s for one in each),
        seconds=seconds,
        looks=looks,
        looks_between=sum(one.looks_between for one in each),
    )
