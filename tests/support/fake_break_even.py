"""A search for the break-even that plays what a test hands it."""

import asyncio
from collections.abc import Callable

from concur_workloads.api import (
    BreakEvenLine,
    BreakEvenPlan,
    BreakEvenPoint,
    BreakEvenResult,
    BreakEvenSnapshot,
    LogEntry,
    Ratio,
    Trust,
)
from support.fake_experiment import EPOCH_S, running
from support.run_results import ENVIRONMENT


class FakeBreakEven:
    """Goes on when the test calls `measure`, and ends when it calls `finish`."""

    def __init__(self, plan: BreakEvenPlan, log: Callable[[LogEntry], None]) -> None:
        self.plan = plan
        self.log = log
        self.lines = [line for line, _ in plan.lines]
        self.calls: list[str] = []
        self.elapsed_s = 0.0
        self._ended = asyncio.Event()

    def measure(self, place: int, *speedups: float, trust: Trust | None = None) -> None:
        """Give a line its points at the coarse sizes, the largest first."""
        effort = self.plan.effort
        line: BreakEvenLine = self.lines[place]
        for step, value in zip(reversed(effort.coarse), speedups, strict=False):
            ratio = Ratio(value, value - 0.05, value + 0.05, effort.pairs)
            size_s = effort.sizes_s[step]
            point = BreakEvenPoint(step, size_s, 40, size_s, ratio, trust)
            line = line.with_point(point, effort.coarse)
            self.elapsed_s += 2.0
        self.lines[place] = line

    def finish(self) -> None:
        """Let it end."""
        self._ended.set()

    async def run(self) -> BreakEvenResult:
        """Wait for the test."""
        await self._ended.wait()
        effort = self.plan.effort
        return BreakEvenResult(
            status="cancelled" if "cancel" in self.calls else "completed",
            workers=self.plan.workers,
            pairs=effort.pairs,
            sizes_s=effort.sizes_s,
            lines=tuple(self.lines),
            environment=ENVIRONMENT,
            out_of_time=not all(line.settled or line.cause for line in self.lines),
            started_at_s=EPOCH_S,
            took_s=self.elapsed_s,
            limit_s=effort.limit_s,
        )

    def snapshot(self) -> BreakEvenSnapshot:
        """How the lines stand; the first is under way, with the largest tasks."""
        effort = self.plan.effort
        return BreakEvenSnapshot(
            lines=tuple(self.lines),
            current=0,
            size_s=effort.sizes_s[-1],
            run=running(2.0),
            measured=sum(len(line.points) for line in self.lines),
            elapsed_s=self.elapsed_s,
            limit_s=effort.limit_s,
            cancelling="cancel" in self.calls,
        )

    def cancel(self) -> None:
        """Remember it."""
        self.calls.append("cancel")

    def kill(self) -> None:
        """Remember it."""
        self.calls.append("kill")
