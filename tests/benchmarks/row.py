"""One line of the table: a figure with its spread, what stands beside it, and what it should be."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from concur_workloads.api import Ratio
from concur_workloads.results.ratio import paired_ratio

Met = Literal["yes", "no", "unclear", ""]


@dataclass(frozen=True)
class Figure:
    """A measured value and the quartiles of its repeats, None where there was one alone."""

    value: float
    low: float | None
    high: float | None
    repeats: int


@dataclass(frozen=True)
class Target:
    """The most that a row's own figure, or its ratio to what stands beside it, should be."""

    limit: float
    of: Literal["ours", "ratio"]


@dataclass(frozen=True)
class Row:
    """One thing measured; `reference` is the figure of `beside` and `ratio` is ours over it."""

    benchmark: str
    case: str
    unit: str
    ours: Figure
    beside: str = ""
    reference: Figure | None = None
    ratio: Ratio | None = None
    target: Target | None = None

    @property
    def met(self) -> Met:
        """Whether the target is met by the whole spread or interval, or missed by all of it."""
        if self.target is None:
            return ""
        judged = self.ours if self.target.of == "ours" else self.ratio
        if judged is None:
            return ""
        if (judged.value if judged.high is None else judged.high) <= self.target.limit:
            return "yes"
        return (
            "no"
            if (judged.value if judged.low is None else judged.low) > self.target.limit
            else ("unclear")
        )


def median_of(values: Sequence[float]) -> Figure:
    """The median of repeats, with their quartiles."""
    if len(values) == 1:
        return Figure(values[0], None, None, 1)
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return Figure(middle, low, high, len(values))


def compared(
    benchmark: str,
    case: str,
    unit: str,
    ours: Sequence[float],
    beside: str,
    other: Sequence[float],
    target: Target | None = None,
) -> Row:
    """What was measured in turns with something else."""
    return Row(
        benchmark,
        case,
        unit,
        median_of(ours),
        beside,
        median_of(other),
        paired_ratio(ours, other),
        target,
    )
