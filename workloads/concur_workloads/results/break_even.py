"""The smallest task at which a mechanism beats serial, from points that were measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from concur_workloads.results.ratio import Ratio
from concur_workloads.results.run_result import Environment, Status
from concur_workloads.results.snapshot import RunSnapshot
from concur_workloads.results.trust import Trust

#: Raised by one with every change of the exported form.
BREAK_EVEN_SCHEMA = 2

#: What tasks do with the GIL while they work.
Work = Literal["held", "released"]


@dataclass(frozen=True)
class BreakEvenPoint:
    """Tasks of one size on one mechanism.

    `step` is the place of the size on the scale, `size_s` the time that a task was meant to take,
    `task_s` what one took in the serial passes; `speedup` is serial over this, None if it failed.
    `trust` is how far that can be believed, None where nothing is known.
    """

    step: int
    size_s: float
    tasks: int
    task_s: float | None
    speedup: Ratio | None
    trust: Trust | None = None

    @property
    def wins(self) -> bool:
        """Whether it is faster than serial for certain: by the whole interval."""
        ratio = self.speedup
        return ratio is not None and ratio.differs_from_one and ratio.value > 1.0


@dataclass(frozen=True)
class BreakEvenLine:
    """One mechanism with one kind of work; `points` are in the order of their sizes.

    `cause` says why it could not be had or has failed, else it is empty. It is `settled` when
    nothing is left to measure.
    """

    work: Work
    backend: str
    start_method: str | None
    points: tuple[BreakEvenPoint, ...] = ()
    cause: str = ""
    settled: bool = False

    @property
    def title(self) -> str:
        """Backend and start method as one name."""
        return f"{self.backend} ({self.start_method})" if self.start_method else self.backend

    @property
    def smallest_win(self) -> BreakEvenPoint | None:
        """The size from which on it wins at all sizes that were measured."""
        winning = None
        for point in reversed(self.points):
            if not point.wins:
                break
            winning = point
        return winning

    @property
    def largest_loss(self) -> BreakEvenPoint | None:
        """The largest size at which it does not beat serial."""
        losing = [point for point in self.points if not point.wins]
        return losing[-1] if losing else None

    def with_point(self, point: BreakEvenPoint, coarse: Sequence[int]) -> BreakEvenLine:
        """The line with one more point."""
        points = tuple(sorted((*self.points, point), key=lambda each: each.step))
        more = replace(self, points=points)
        return replace(more, settled=next_step(more, coarse) is None)


def next_step(line: BreakEvenLine, coarse: Sequence[int]) -> int | None:
    """Which size to measure next: all coarse ones from the largest, then halving towards the edge.

    None where there is nothing left to measure.
    """
    measured = {point.step for point in line.points}
    for step in reversed(coarse):
        if step not in measured:
            return step
    win, loss = line.smallest_win, line.largest_loss
    if win is None or loss is None or win.step - loss.step <= 1:
        return None
    return (win.step + loss.step) // 2


@dataclass(frozen=True)
class BreakEvenSnapshot:
    """A search now: `current` is the place of the line under way, `run` how its point goes."""

    lines: tuple[BreakEvenLine, ...]
    current: int | None
    size_s: float | None
    run: RunSnapshot | None
    measured: int
    elapsed_s: float
    limit_s: float
    cancelling: bool


@dataclass(frozen=True)
class BreakEvenResult:
    """What was found; `started_at_s` is the epoch.

    `pairs` are those of each point; `out_of_time` says that points are missing for the limit.
    """

    status: Status
    workers: int
    pairs: int
    sizes_s: tuple[float, ...]
    lines: tuple[BreakEvenLine, ...]
    environment: Environment | None
    out_of_time: bool
    started_at_s: float
    took_s: float
    limit_s: float
