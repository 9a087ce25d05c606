"""Real experiments for tests: every backend with every start method, watched while they run."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

import pytest

from concur_workloads.api import (
    Experiment,
    LaneSnapshot,
    LogEntry,
    RunResult,
    RunSnapshot,
    RunSpec,
    backend,
    backends,
    prepare,
)

#: Far more than anything here takes; what is meant to be quick is measured where it matters.
LIMIT_S = 30.0

_LOOK_S = 0.005


class Mechanism(NamedTuple):
    """A backend and how it starts its processes, None where it starts none."""

    backend: str
    start_method: str | None

    def __str__(self) -> str:
        return "-".join(filter(None, self))

    @property
    def kills_workers(self) -> bool:
        """Whether one of its workers can be killed."""
        return backend(self.backend).kills_workers

    @property
    def has_processes(self) -> bool:
        """Whether each worker is a process; the peers offer no choice of how to start them."""
        return bool(self.start_method or backend(self.backend).needs_package)

    @property
    def survives_dead_worker(self) -> bool:
        """Whether the other workers go on when one dies."""
        return backend(self.backend).capabilities.survives_dead_worker

    @property
    def usual_exits(self) -> set[int | None]:
        """The exit codes of workers that end as they should; pebble ends its own with SIGTERM.

        A fork server tells an exit code once, and mpire may have asked before us.
        """
        if self.backend == "pebble":
            return {0, 15, -15}
        if self.backend == "mpire" and self.start_method == "forkserver":
            return {0, None}
        return {0 if self.has_processes else None}

    @property
    def is_serial(self) -> bool:
        """Whether it is the baseline, which has one worker and knows no chunks."""
        return self.backend == "serial"

    def spec(self, workload: str, **changes: Any) -> RunSpec:
        """A prepared spec: two workers where it can have them, one pass, no serial passes."""
        plain: dict[str, Any] = {"workers": 2, "repeats": 1, "baseline": False}
        wanted: dict[str, Any] = {**plain, **changes}
        if self.is_serial:
            wanted.update(workers=1, chunk_size=1)
        return prepare(RunSpec(workload, backend=self.backend, start_method=self[1], **wanted))


MECHANISMS = [
    Mechanism(each.name, start_method)
    for each in backends()
    if not each.unavailable
    for start_method in each.start_methods or (None,)
]
PROCESSES = [each for each in MECHANISMS if each.start_method]

#: For what a start method has no part in: the one that Python itself would take, its first.
ONE_OF_EACH_BACKEND = list({each.backend: each for each in MECHANISMS[::-1]}.values())[::-1]

LAST_OF_EACH_BACKEND = list({each.backend: each for each in MECHANISMS}.values())

#: The same for the cases of a test, and on demand the last start method, which differs most.
EACH_BACKEND = [
    pytest.param(each, marks=() if each in ONE_OF_EACH_BACKEND else pytest.mark.exhaustive)
    for each in MECHANISMS
    if each in ONE_OF_EACH_BACKEND or each in LAST_OF_EACH_BACKEND
]


class Watched:
    """A run under way: its log, and all looks that were taken at it."""

    def __init__(self, spec: RunSpec, cancel_grace_s: float) -> None:
        self.log: list[LogEntry] = []
        self.looks: list[RunSnapshot] = []
        self.experiment = Experiment(spec, self.log.append, cancel_grace_s=cancel_grace_s)
        self.running = asyncio.create_task(self.experiment.run())

    def look(self) -> RunSnapshot:
        """A snapshot, which must be consistent in itself and with the one before."""
        look = self.experiment.snapshot()
        assert 0 <= look.done <= look.total
        assert [share for share in look.shares if not 0.0 <= share.share <= 1.0] == []
        late = [span for span in look.spans if not span.start_s <= span.end_s <= look.elapsed_s]
        assert late == [], f"at {look.elapsed_s}"
        assert [lane.lane for lane in look.lanes] == list(range(len(look.lanes)))
        if self.looks:
            last = self.looks[-1]
            assert look.done >= last.done
            assert look.elapsed_s >= last.elapsed_s
            for lane, before in zip(look.lanes, last.lanes, strict=False):
                assert lane.ok >= before.ok
                assert lane.failed >= before.failed
        self.looks.append(look)
        return look

    async def until(self, holds: Callable[[RunSnapshot], bool]) -> RunSnapshot:
        """Look at the run until `holds` of what is seen; raises AssertionError if it never does."""
        async with asyncio.timeout(LIMIT_S):
            while not holds(look := self.look()):
                assert not self.running.done(), f"ended before: {self.running.result()}"
                await asyncio.sleep(_LOOK_S)
        return look

    async def until_at_rest(self) -> RunSnapshot:
        """Look until the run is paused and no counter has moved for a while."""
        await self.until(lambda look: look.paused)
        while True:
            before = await self.until(lambda look: not busy_lanes(look))
            look = await self.after(before, 0.05)
            if look.done == before.done and not busy_lanes(look):
                return look

    async def after(self, earlier: RunSnapshot, seconds: float) -> RunSnapshot:
        """The first look that is so much later than `earlier`."""
        return await self.until(lambda look: look.elapsed_s > earlier.elapsed_s + seconds)

    async def until_logged(self, part: str) -> LogEntry:
        """Look until a line of the log contains `part`."""
        await self.until(lambda _: bool(self.lines_with(part)))
        return self.lines_with(part)[0]

    def lines_with(self, part: str) -> list[LogEntry]:
        """The lines of the log that contain `part`."""
        return [entry for entry in self.log if part in entry.text]

    async def result(self) -> RunResult:
        """Wait for the end, looking at the run as a screen would."""
        async with asyncio.timeout(LIMIT_S):
            while not self.running.done():
                self.look()
                await asyncio.wait({self.running}, timeout=_LOOK_S)
        self.look()
        return self.running.result()


@asynccontextmanager
async def watched(spec: RunSpec, *, cancel_grace_s: float = 3.0) -> AsyncIterator[Watched]:
    """Run `spec` for the length of a block; what still runs at its end is killed."""
    run = Watched(spec, cancel_grace_s)
    try:
        yield run
    finally:
        run.experiment.kill()
        await asyncio.wait({run.running}, timeout=LIMIT_S)


async def run_to_end(spec: RunSpec) -> tuple[RunResult, list[LogEntry]]:
    """The result and the log of a run that nobody disturbs."""
    async with watched(spec) as run:
        return await run.result(), run.log


def lanes_of(look: RunSnapshot) -> list[LaneSnapshot]:
    """The lanes of the backend's workers, without that of the serial passes."""
    return [lane for lane in look.lanes if lane.role == "backend"]


def busy_lanes(look: RunSnapshot) -> list[LaneSnapshot]:
    """The lanes that are on a task."""
    return [lane for lane in look.lanes if lane.state == "running"]


def lane_on(look: RunSnapshot, task: int) -> LaneSnapshot | None:
    """The lane whose worker is on that task, if any."""
    return next((lane for lane in busy_lanes(look) if lane.task == task), None)
