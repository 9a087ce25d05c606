"""How much faster one thing is than another, from paired measurements, with its uncertainty."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

#: Two-sided 95 % quantiles of Student's t for 1 to 30 degrees of freedom, then for infinity.
# fmt: off
_T95 = (
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228,
    2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086,
    2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
)
# fmt: on
_T95_LARGE = 1.960


@dataclass(frozen=True)
class Ratio:
    """A ratio and its 95 % interval; the interval is None when one pair is all there is."""

    value: float
    low: float | None
    high: float | None
    pairs: int

    @property
    def differs_from_one(self) -> bool:
        """Whether the whole interval lies on one side of 1, and clear of it by 1 %."""
        if self.low is None or self.high is None:
            return False
        return self.low > 1.01 or self.high < 0.99


def paired_ratio(numerators: Sequence[float], denominators: Sequence[float]) -> Ratio | None:
    """The geometric mean of the pairs' ratios; None without a pair.

    The interval is Student's on the logarithms, which fits ratios of times that drift together.
    """
    logs = [
        math.log(above / below)
        for above, below in zip(numerators, denominators, strict=False)
        if above > 0 and below > 0
    ]
    if not logs:
        return None
    mean = statistics.fmean(logs)
    if len(logs) == 1:
        return Ratio(math.exp(mean), None, None, 1)
    freedom = len(logs) - 1
    quantile = _T95[freedom - 1] if freedom <= len(_T95) else _T95_LARGE
    margin = quantile * statistics.stdev(logs) / math.sqrt(len(logs))
    return Ratio(math.exp(mean), math.exp(mean - margin), math.exp(mean + margin), len(logs))
