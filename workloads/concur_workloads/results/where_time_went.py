"""What was seen from outside of where the time of a side's workers went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from concur_workloads.results.budget import TimeBudget
from concur_workloads.results.gil_lane import GilLane
from concur_workloads.results.gil_use import GilUse


@dataclass(frozen=True)
class WhereTimeWent:
    """`budgets` by worker, of those that could be watched; `gil_use` where they share a GIL.

    `gil_lane` is the same over time, or says why that cannot be had. `late_looks` is the part of
    the rounds of looks that came too late, 0 to 1. `unwatched` is how many workers more there are.
    """

    budgets: Mapping[int, TimeBudget] = field(default_factory=dict)
    gil_use: GilUse | None = None
    late_looks: float | None = None
    gil_lane: GilLane = field(default_factory=GilLane)
    unwatched: int = 0
