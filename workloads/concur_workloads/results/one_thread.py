"""Whether the workers of a run had one thread together, and kept it from each other."""

from __future__ import annotations

from concur_workloads.results.budget import BudgetItem
from concur_workloads.results.run_result import RunResult

#: Less of its time in tasks awaits a coroutine that computes from its first line to its last.
_HARDLY = 0.05


def block_each_other(result: RunResult) -> bool:
    """Whether tasks ran one after the other however many workers there were.

    Workers wait for their turn then, and in the last round those that had it first have none left:
    that says nothing of how tasks are shared out.
    """
    if result.spec.blocking == "loop":
        return True
    budget = result.budget
    if budget is None or not budget.shares_thread or budget.in_tasks_s <= 0:
        return False
    return budget.seconds[BudgetItem.AWAITING] < _HARDLY * budget.in_tasks_s
