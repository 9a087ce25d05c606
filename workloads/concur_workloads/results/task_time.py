"""What the workers did while they had a task, from the time budget of the run."""

from __future__ import annotations

from collections.abc import Mapping

from concur_workloads.results.budget import IN_TASKS, BudgetItem, TimeBudget

#: With fewer samples, a share is uncertain by ten points and more.
_FEWEST_SAMPLES = 100


def task_shares(budget: TimeBudget | None) -> Mapping[BudgetItem, float] | None:
    """The part of the time in tasks, 0 to 1, that went into each; None where it is not known."""
    if budget is None or budget.looks < _FEWEST_SAMPLES:
        return None
    in_tasks_s = budget.in_tasks_s
    if in_tasks_s <= 0:
        return None
    return {item: budget.seconds.get(item, 0.0) / in_tasks_s for item in IN_TASKS}
