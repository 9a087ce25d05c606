"""The fold of what tasks measured themselves."""

from __future__ import annotations

import statistics
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from concur_workloads.catalog.figures import Figure, Measured
from concur_workloads.recorder.batch import Batch

#: Values kept for a median; of more, every second, fourth, ... is kept.
_MOST_KEPT = 8_192


@dataclass(frozen=True)
class FigureReading:
    """A figure of a workload, and what one side of a run has measured for it so far."""

    figure: Figure
    measured: Measured


class FigureTally:
    """The values of one figure: count, extremes and sum exact, the median of an even selection."""

    def __init__(self) -> None:
        self._count = 0
        self._lowest = self._highest = self._total = 0.0
        self._kept: list[float] = []
        self._stride = 1

    def add(self, values: Iterable[float]) -> None:
        """Take in values in the order in which they were measured."""
        for value in values:
            if not self._count:
                self._lowest = self._highest = value
            self._lowest = min(self._lowest, value)
            self._highest = max(self._highest, value)
            self._total += value
            if self._count % self._stride == 0:
                self._keep(value)
            self._count += 1

    def _keep(self, value: float) -> None:
        if len(self._kept) == _MOST_KEPT:
            self._kept = self._kept[::2]
            self._stride *= 2
            if self._count % self._stride:
                return
        self._kept.append(value)

    def measured(self) -> Measured | None:
        """What they come to; None without any."""
        if not self._count:
            return None
        return Measured(
            self._count, self._lowest, statistics.median(self._kept), self._highest, self._total
        )


class FigureTallies:
    """The tallies of all figures of a workload, by their places in it."""

    def __init__(self) -> None:
        self._tallies: dict[int, FigureTally] = {}

    def add(self, batch: Batch) -> None:
        """Take in records of figures."""
        values = memoryview(array("q", batch.cpus_ns)).cast("B").cast("d")
        for place, value in zip(batch.tasks, values, strict=True):
            self._tallies.setdefault(place, FigureTally()).add((value,))

    def readings(self, figures: Sequence[Figure]) -> tuple[FigureReading, ...]:
        """Those that were measured, in the workload's order."""
        return tuple(
            FigureReading(figure, measured)
            for place, figure in enumerate(figures)
            if place in self._tallies and (measured := self._tallies[place].measured()) is not None
        )
