"""The search for the smallest task at which each mechanism beats serial."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from concur_workloads.control.break_even_plan import WORKLOADS, BreakEvenPlan
from concur_workloads.control.experiment import Experiment
from concur_workloads.control.task_size import TaskSize, calibrated
from concur_workloads.results.break_even import (
    BreakEvenLine,
    BreakEvenPoint,
    BreakEvenResult,
    BreakEvenSnapshot,
    Work,
    next_step,
)
from concur_workloads.results.run_result import Environment, RunResult, Status
from concur_workloads.results.snapshot import LogEntry
from concur_workloads.results.trust import trust
from concur_workloads.spec import RunSpec

#: Tasks of a pass: enough for each worker to have several, not more than a slow mechanism can do.
_FEWEST_EACH = 4
_MOST_TASKS = 1_000


class BreakEven:
    """Measures points one after the other, all lines at coarse sizes first, then nearer.

    `log` gets what the experiments tell, and a line a point. Used from one event loop on the main
    thread.
    """

    def __init__(self, plan: BreakEvenPlan, log: Callable[[LogEntry], None]) -> None:
        self._plan = plan
        self._sizes_s = plan.effort.sizes_s
        self._lines = [line for line, _ in plan.lines]
        self._specs = [spec for _, spec in plan.lines]
        self._log = log
        self._task_sizes: dict[Work, TaskSize] = {}
        self._current: int | None = None
        self._step: int | None = None
        self._experiment: Experiment | None = None
        self._environment: Environment | None = None
        self._measured = 0
        self._cancelling = False
        self._out_of_time = False
        self._began = time.monotonic()
        self._started_at_s = time.time()

    async def run(self) -> BreakEvenResult:
        """Measure until all is found, or the time is up; a fault ends only its line."""
        await self._calibrate()
        while not self._ending():
            place = self._next_place()
            if place is None:
                break
            await self._measure(place)
        return BreakEvenResult(
            status=self._status(),
            workers=self._plan.workers,
            pairs=self._plan.effort.pairs,
            sizes_s=self._sizes_s,
            lines=tuple(self._lines),
            environment=self._environment,
            out_of_time=self._out_of_time,
            started_at_s=self._started_at_s,
            took_s=time.monotonic() - self._began,
            limit_s=self._plan.effort.limit_s,
        )

    async def _calibrate(self) -> None:
        for work, workload in WORKLOADS.items():
            specs = [
                spec
                for line, spec in zip(self._lines, self._specs, strict=True)
                if line.work == work and spec is not None
            ]
            if not specs or self._cancelling:
                continue
            found = await calibrated(workload, specs[0].interpreter, self._run)
            if isinstance(found, TaskSize):
                self._task_sizes[work] = found
            else:
                self._fail_all(work, f"the time of a task could not be measured: {found.cause}")

    def _fail_all(self, work: Work, cause: str) -> None:
        self._lines = [
            replace(line, cause=line.cause or cause) if line.work == work else line
            for line in self._lines
        ]

    def _ending(self) -> bool:
        if self._cancelling:
            return True
        late = time.monotonic() - self._began > self._plan.effort.limit_s
        self._out_of_time = late and self._next_place() is not None
        return late

    def _next_place(self) -> int | None:
        """The line with the fewest points among those that are not done."""
        open_places = [
            place for place, line in enumerate(self._lines) if self._next_step(line) is not None
        ]
        return min(open_places, key=lambda place: len(self._lines[place].points), default=None)

    def _next_step(self, line: BreakEvenLine) -> int | None:
        return None if line.cause else next_step(line, self._plan.effort.coarse)

    async def _measure(self, place: int) -> None:
        line, spec = self._lines[place], self._specs[place]
        step = self._next_step(line)
        assert spec is not None
        assert step is not None
        self._current, self._step = place, step
        size_s = self._sizes_s[step]
        tasks = tasks_at(size_s, self._plan.effort.pass_s, spec.workers)
        hashed = self._task_sizes[line.work].bytes_for(size_s)
        result = await self._run(spec.with_changes(parameters={"bytes": hashed}, tasks=tasks))
        self._current = self._step = None
        if result.status != "completed":
            if not self._cancelling:
                self._lines[place] = replace(line, cause=result.cause)
            return
        serial_s = result.serial_wall_s
        task_s = None if serial_s is None else serial_s / tasks
        point = BreakEvenPoint(step, size_s, tasks, task_s, result.speedup, trust(result))
        self._lines[place] = line.with_point(point, self._plan.effort.coarse)
        self._environment = self._environment or result.environment
        self._measured += 1
        self._tell(line, point)

    async def _run(self, spec: RunSpec) -> RunResult:
        self._experiment = Experiment(spec, self._log)
        try:
            return await self._experiment.run()
        finally:
            self._experiment = None

    def _tell(self, line: BreakEvenLine, point: BreakEvenPoint) -> None:
        text = f"{line.title}, GIL {line.work}, tasks of {point.size_s * 1e6:.3g} µs"
        ratio = point.speedup
        if ratio is not None and ratio.low is not None and ratio.high is not None:
            text += f": {ratio.value:.3g} x serial ({ratio.low:.3g} to {ratio.high:.3g})"
        self._log(LogEntry(time.time(), "info", "break-even", text))

    def _status(self) -> Status:
        failed = [
            line
            for line, spec in zip(self._lines, self._specs, strict=True)
            if spec is not None and line.cause
        ]
        if failed:
            return "failed"
        return "cancelled" if self._cancelling else "completed"

    def cancel(self) -> None:
        """End the point under way and begin no other; again, do not wait for its tasks."""
        self._cancelling = True
        if self._experiment is not None:
            self._experiment.cancel()

    def kill(self) -> None:
        """Kill everything at once, for a program that is about to die itself."""
        self._cancelling = True
        if self._experiment is not None:
            self._experiment.kill()

    def snapshot(self) -> BreakEvenSnapshot:
        """How it goes now."""
        return BreakEvenSnapshot(
            lines=tuple(self._lines),
            current=self._current,
            size_s=None if self._step is None else self._sizes_s[self._step],
            run=self._experiment.snapshot() if self._experiment is not None else None,
            measured=self._measured,
            elapsed_s=time.monotonic() - self._began,
            limit_s=self._plan.effort.limit_s,
            cancelling=self._cancelling,
        )


def tasks_at(size_s: float, pass_s: float, workers: int) -> int:
    """How many tasks a pass has, the same number for each worker."""
    each = min(_MOST_TASKS, round(pass_s / size_s)) // workers
    return workers * max(_FEWEST_EACH, each)
