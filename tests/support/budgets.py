"""Time budgets for tests."""

from concur_workloads.api import BudgetItem, TimeBudget


def a_budget(looks: int = 100, **seconds: float) -> TimeBudget:
    """One whose parts are given by the names of their items in small letters; others are empty."""
    parts = dict.fromkeys(BudgetItem, 0.0) | {
        BudgetItem[name.upper()]: took_s for name, took_s in seconds.items()
    }
    return TimeBudget(sum(parts.values()), parts, looks)
