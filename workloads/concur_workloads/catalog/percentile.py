"""Percentiles of what one task has measured many times."""

from __future__ import annotations

from collections.abc import Sequence


def percentile(values: Sequence[float], percent: float) -> float:
    """The value that so many percent of all do not exceed, one of them; raises ValueError if none.

    By the nearest rank, so that what is shown was really measured.
    """
    if not values:
        raise ValueError("there is no percentile of nothing")
    ordered = sorted(values)
    rank = -(-len(ordered) * percent // 100)
    return ordered[max(0, int(rank) - 1)]
