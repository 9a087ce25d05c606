"""One row of the table: repeated measurements, what they are set beside, and the target."""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from concur_workloads.results.ratio import Ratio, paired_ratio

Verdict = Literal["met", "missed", "within noise", ""]


@dataclass(frozen=True)
class Target:
    """At most this much, of the figure itself or of its ratio to what it is set beside."""

    at_most: float
    of: Literal["figure", "ratio"] = "figure"


@dataclass(frozen=True)
class Measured:
    """`values` in `unit`; the figure is their median, or another `quantile` of them.

    `beside` names what was measured in turns with it, as pairs with `beside_values`.
    """

    group: str
    what: str
    unit: str
    values: Sequence[float]
    quantile: float = 0.5
    beside: str = ""
    beside_values: Sequence[float] = ()
    target: Target | None = None

    @property
    def figure(self) -> float:
        """The median, or the quantile that was asked for."""
        return quantile(self.values, self.quantile)

    @property
    def beside_figure(self) -> float | None:
        """The same of what it is set beside."""
        return quantile(self.beside_values, self.quantile) if self.beside_values else None

    @property
    def ratio(self) -> Ratio | None:
        """This over what it is set beside, of the pairs, with its 95 % interval."""
        return paired_ratio(self.values, self.beside_values) if self.beside_values else None

    @property
    def verdict(self) -> Verdict:
        """Whether the target is met; a miss whose interval reaches the target is noise."""
        if self.target is None:
            return ""
        if self.target.of == "figure":
            return "met" if self.figure <= self.target.at_most else "missed"
        ratio = self.ratio
        assert ratio is not None, f"{self.what} has a target for a ratio, but nothing beside it"
        if ratio.value <= self.target.at_most:
            return "met"
        return "within noise" if (ratio.low or 0.0) <= self.target.at_most else "missed"

    def to_dict(self) -> dict[str, Any]:
        """All of it as plain values."""
        ratio = self.ratio
        return {
            "group": self.group,
            "what": self.what,
            "unit": self.unit,
            "quantile": self.quantile,
            "figure": self.figure,
            "values": list(self.values),
            "beside": self.beside,
            "beside_figure": self.beside_figure,
            "beside_values": list(self.beside_values),
            "ratio": None if ratio is None else ratio.value,
            "ratio_interval": None if ratio is None else [ratio.low, ratio.high],
            "target": None if self.target is None else self.target.at_most,
            "target_of": None if self.target is None else self.target.of,
            "verdict": self.verdict,
        }


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of `values` lies; the nearest rank, except for the median."""
    if share == 0.5:
        return statistics.median(values)
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, math.ceil(share * len(ranked)) - 1)]
