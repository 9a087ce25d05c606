"""Whether the machine gave the same work the same time."""

from __future__ import annotations

from typing import NamedTuple

from concur_workloads.results.run_result import RunResult

#: Passes that do the same work and differ by more than this say that something else was going on.
QUIET_SPREAD = 1.2


class Spread(NamedTuple):
    """The shortest and the longest of passes that did the same work, in seconds."""

    lowest_s: float
    highest_s: float

    @property
    def ratio(self) -> float:
        """How many times as long the longest took."""
        return self.highest_s / self.lowest_s if self.lowest_s > 0 else 1.0


def serial_spread(result: RunResult) -> Spread | None:
    """That of the serial passes; None with fewer than two.

    Passes of a backend are not judged: they may differ for reasons of its own.
    """
    role = "backend" if result.spec.backend == "serial" else "serial"
    walls_s = [each.wall_s for each in result.passes if each.role == role and each.counts]
    return Spread(min(walls_s), max(walls_s)) if len(walls_s) > 1 else None


def is_noisy(result: RunResult) -> bool:
    """Whether serial passes differ so much that what the figures mean may be the work of others."""
    spread = serial_spread(result)
    return spread is not None and spread.ratio > QUIET_SPREAD
