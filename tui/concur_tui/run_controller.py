"""Owns the run under way: starts it, watches it, passes commands to it, sees it to its end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Literal, Protocol

from textual.message import Message

from concur_tui.lint_watch import LintWatch
from concur_tui.messages import (
    CostSeen,
    FindingsSeen,
    LogReceived,
    RunEnded,
    RunStarted,
    SnapshotTaken,
    SystemSampled,
)

if TYPE_CHECKING:
    from concur_tui.own_cost import OwnCost
    from concur_workloads.api import (
        LintSettings,
        LogEntry,
        RunResult,
        RunSnapshot,
        RunSpec,
        SeenState,
        SystemSample,
        WhereTimeWent,
    )

Post = Callable[[Message], object]
KillSignal = Literal["SIGTERM", "SIGKILL"]


class RunnableExperiment(Protocol):
    """What the controller needs of an experiment; the api has the real one."""

    @property
    def pids(self) -> tuple[int, ...]:
        """Runner processes alive now."""

    async def run(self) -> RunResult:
        """Run to the end."""

    def snapshot(self) -> RunSnapshot:
        """How it looks now."""

    def where_time_went(self) -> WhereTimeWent:
        """Of all workers, so far."""

    def states_seen(self, lane: int) -> Sequence[SeenState]:
        """What the worker of a lane was seen at lately, the oldest first."""

    def result_so_far(self) -> RunResult | None:
        """What would be known if it were cut short now, None once it is over."""

    def cancel(self) -> None:
        """Begin no further task."""

    def pause(self) -> None:
        """Begin no further task until resumed."""

    def resume(self) -> None:
        """Begin tasks again."""

    def kill_worker(self, worker: int, signal: KillSignal) -> None:
        """Send a signal to one worker."""

    def break_deadlock(self) -> None:
        """Tell one of the tasks that wait for each other for ever to give up."""

    def kill(self) -> None:
        """End all processes at once."""


class SystemSampler(Protocol):
    """What the controller needs of an observer; the api has the real one."""

    def sample(self, root_pids: Sequence[int]) -> SystemSample:
        """What the system and the trees of `root_pids` do now; may block for milliseconds."""

    def close(self) -> None:
        """Let go of what is kept open."""


class CostWatch(Protocol):
    """What the controller needs of a meter of what concur-tui itself costs."""

    def restart(self) -> None:
        """Measure from now on."""

    def look(self) -> OwnCost | None:
        """The cost since the last figures; None until there are new ones."""


MakeExperiment = Callable[["RunSpec", Callable[["LogEntry"], None]], RunnableExperiment]


class RunController:
    """Runs one experiment at a time and posts what becomes of it.

    `refresh_s` and `sample_s` are the periods in seconds of snapshots and of system samples; both
    may be changed at any time. `look_s` is that of looks for findings, by lints as they are set.
    """

    def __init__(
        self,
        make_experiment: MakeExperiment,
        make_sampler: Callable[[], SystemSampler],
        cost: CostWatch,
        *,
        refresh_s: float,
        sample_s: float,
        look_s: float = 1.0,
        lints: LintSettings | None = None,
    ) -> None:
        self._make_experiment = make_experiment
        self._make_sampler = make_sampler
        self._cost = cost
        self.refresh_s = refresh_s
        self.sample_s = sample_s
        self._look_s = look_s
        self._lints = lints
        self._experiment: RunnableExperiment | None = None
        self._watch: LintWatch | None = None
        self._post: Post = lambda _message: None
        self._entries: list[LogEntry] = []
        self._snapshot: RunSnapshot | None = None
        self._sample: SystemSample | None = None
        self._last_time: WhereTimeWent | None = None
        self._last_states: dict[int, Sequence[SeenState]] = {}
        self._idle = asyncio.Event()
        self._idle.set()

    @property
    def running(self) -> bool:
        """Whether a run is under way."""
        return self._experiment is not None

    @property
    def snapshot(self) -> RunSnapshot | None:
        """The latest snapshot of the run under way."""
        return self._snapshot

    @property
    def where_time_went(self) -> WhereTimeWent | None:
        """Of the run under way, else of the last one; None before any."""
        return self._last_time if self._experiment is None else self._experiment.where_time_went()

    def states_seen(self, lane: int) -> Sequence[SeenState]:
        """What the worker of a lane was at lately, in the run under way or else in the last one."""
        if self._experiment is not None:
            return self._experiment.states_seen(lane)
        return self._last_states.get(lane, ())

    def start(self, spec: RunSpec, post: Post) -> Coroutine[Any, Any, None]:
        """Begin a run; await what is returned to see it to its end.

        Raises RuntimeError while another run is under way. No process is left, also when the
        awaiting task is cancelled.
        """
        if self.running:
            raise RuntimeError("one run at a time: the previous one has not ended")
        self._experiment = self._make_experiment(spec, self._entries.append)
        self._watch = LintWatch(self._look_s, self._lints)
        self._post = post
        self._cost.restart()
        self._idle.clear()
        post(RunStarted(spec))
        return self._see_through(self._experiment)

    async def _see_through(self, experiment: RunnableExperiment) -> None:
        work = asyncio.create_task(experiment.run())
        ended = asyncio.Event()
        sampling = asyncio.create_task(self._keep_sampling(experiment, ended))
        try:
            while not work.done():
                self.publish()
                await asyncio.wait({work}, timeout=self.refresh_s)
            result = work.result()
            self._last_time = experiment.where_time_went()
            ended.set()
            await sampling
            self.publish()
            lanes = self._snapshot.lanes if self._snapshot is not None else ()
            self._last_states = {each.lane: experiment.states_seen(each.lane) for each in lanes}
        finally:
            ended.set()
            if not work.done():
                experiment.kill()
                work.cancel()
            self._experiment = None
            self._snapshot = None
            self._sample = None
            self._idle.set()
        self._post(RunEnded(result))

    async def wait_until_idle(self) -> None:
        """Return when no run is under way."""
        await self._idle.wait()

    def publish(self) -> None:
        """Post what is new, all at once so that it is painted at once."""
        if self._experiment is None:
            return
        self._snapshot = self._experiment.snapshot()
        if self._entries:
            self._post(LogReceived(tuple(self._entries)))
            self._entries.clear()
        if self._sample is not None:
            self._post(SystemSampled(self._sample, self._snapshot.elapsed_s))
            self._sample = None
        cost = self._cost.look()
        if cost is not None:
            self._post(CostSeen(cost))
        found = self._watch.look_if_due(self._experiment) if self._watch is not None else None
        if found is not None:
            self._post(FindingsSeen(found))
        self._post(SnapshotTaken(self._snapshot))

    async def _keep_sampling(self, experiment: RunnableExperiment, ended: asyncio.Event) -> None:
        """Sample in a thread, as reading /proc may block, and never two samples at once."""
        sampler = self._make_sampler()
        while not ended.is_set():
            self._sample = await asyncio.to_thread(sampler.sample, experiment.pids)
            with suppress(TimeoutError):
                await asyncio.wait_for(ended.wait(), self.sample_s)
        sampler.close()

    def cancel(self) -> None:
        """Ask the run to end: no further task begins."""
        if self._experiment is not None:
            self._experiment.cancel()

    def toggle_pause(self) -> None:
        """Pause the run, or resume it."""
        if self._experiment is None or self._snapshot is None:
            return
        if self._snapshot.paused:
            self._experiment.resume()
        else:
            self._experiment.pause()

    def kill_worker(self, worker: int, signal: KillSignal) -> None:
        """Send a signal to one worker of the run; a refusal arrives in the log."""
        if self._experiment is not None:
            self._experiment.kill_worker(worker, signal)

    def break_deadlock(self) -> None:
        """Tell one of the workers that wait for each other to give up, if there are such."""
        if self._experiment is not None:
            self._experiment.break_deadlock()

    def kill(self) -> None:
        """End every process of the run at once; may be called from a signal handler."""
        if self._experiment is not None:
            self._experiment.kill()
