"""Time budgets of runs, and what they must sum to."""

from concur_workloads.api import RunResult, TimeBudget

#: The parts of a budget must sum to as much as was measured apart from them, but for a hair.
CLOSED = 0.002


def budgets_of(result: RunResult) -> list[TimeBudget]:
    """One for each worker of a run that went well."""
    assert (result.status, result.cause) == ("completed", "")
    found = [each.budget for each in result.workers if each.budget is not None]
    assert len(found) == result.spec.workers
    return found


def wall_s(result: RunResult) -> float:
    """The life of each worker, from what was measured apart from the budget."""
    phases = result.phases
    assert phases.startup is not None
    assert phases.warm_up is not None
    assert phases.shutdown is not None
    passes = sum(each.wall_s for each in result.passes if each.role == "backend")
    return phases.startup + phases.warm_up + passes + phases.shutdown
