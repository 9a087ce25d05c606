"""What is known of one runner: what it told, and what its recording holds."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import singledispatchmethod

from concur_workloads.control.gil_words import gil_entry
from concur_workloads.control.interval import Interval
from concur_workloads.control.lane_passes import LanePass, LanePasses
from concur_workloads.protocol import events
from concur_workloads.protocol.events import Event, PassFinished, TaskFailed
from concur_workloads.recorder.batch import Batch
from concur_workloads.recorder.layout import State
from concur_workloads.recorder.reader import LaneReader, LaneStatus
from concur_workloads.recorder.recording import Recording
from concur_workloads.results.dispatch import DispatchWait
from concur_workloads.results.histogram import DurationHistogram
from concur_workloads.results.run_state import RunState
from concur_workloads.results.snapshot import Span
from concur_workloads.results.throughput import RecentThroughput

Log = Callable[[str, str], None]

#: Records folded at one look, at about a microsecond each, while a run is on.
_MOST_AT_ONCE = 4_000

#: Spans kept for the next picture; a run without a screen takes none.
_MOST_UNDELIVERED = 50_000


@dataclass
class WorkerFacts:
    """What the runner told of one worker."""

    ready: events.WorkerReady | None = None
    exited: events.WorkerExited | None = None


@dataclass(frozen=True)
class EndedPass:
    """A pass that has ended; `paused` when the clock ran on while no task could begin."""

    finished: PassFinished
    dispatch_s: float | None
    paused: bool
    lanes: Mapping[int, LanePass]

    @property
    def wall_s(self) -> float:
        """How long it took, in seconds."""
        return (self.finished.end_ns - self.finished.start_ns) / 1e9

    @property
    def ended_tasks(self) -> int:
        """Tasks that gave a result or failed."""
        return self.finished.completed + self.finished.failed


class Ledger:
    """Folds the events and the records of one runner, whose passes have so many `tasks`.

    `log(level, text)` gets what to tell.
    """

    def __init__(
        self, recording: Recording, tasks: int, began_ns: int, first_place: int, log: Log
    ) -> None:
        lanes = range(1, recording.layout.lanes + 1)
        self.readers = {lane: LaneReader(recording, lane) for lane in lanes}
        self.workers = {lane: WorkerFacts() for lane in lanes}
        self.state = RunState(began_ns, first_place)
        self.hello: events.Hello | None = None
        self.workers_ready: events.WorkersReady | None = None
        #: When the worker was ready that each lane had first.
        self.first_ready_ns: dict[int, int] = {}
        self.conditions: events.Conditions | None = None
        self.forked: events.Forked | None = None
        self.stopped: events.Stopped | None = None
        self.current_pass: events.PassStarted | None = None
        self.passes: list[EndedPass] = []
        self.failures: list[TaskFailed] = []
        self.loop_lag = DurationHistogram()
        self._dispatch: DispatchWait | None = None
        self._lanes = LanePasses(self.readers, tasks)
        self._pass_paused = False
        self._undelivered: deque[Span] = deque(maxlen=_MOST_UNDELIVERED)
        self._throughput = RecentThroughput()
        self._log = log

    @singledispatchmethod
    def take(self, event: Event) -> None:
        """Note an event; most kinds need none."""

    @take.register
    def _(self, event: events.Hello) -> None:
        self.hello = event

    @take.register
    def _(self, event: events.WorkerReady) -> None:
        self.workers[event.worker] = WorkerFacts(ready=event)
        self._lanes.note_ready(event.worker, event.created_ns, event.ready_ns)
        took_ms = (event.ready_ns - event.created_ns) / 1e6
        who = f"worker {event.worker} (process {event.pid}, thread {event.native_id})"
        self._log("debug", f"{who} ready {took_ms:.1f} ms after its creation")

    @take.register
    def _(self, event: events.WorkerExited) -> None:
        self.workers[event.worker].exited = event
        self._lanes.note_exit(event.worker, event.ended_ns)
        if event.task >= 0 and not event.expected:
            # Behind those that it has ended.
            self._fold(self.readers[event.worker].drain())
            spent = (event.since_ns, event.ended_ns)
            self._undelivered.append(self.state.lost(event.worker, event.task, *spent))
            self._lanes.note_loss(event.worker, event.task, *spent)

    @take.register
    def _(self, event: events.WorkersReady) -> None:
        self.workers_ready = event
        self.first_ready_ns = {
            lane: facts.ready.ready_ns
            for lane, facts in self.workers.items()
            if facts.ready is not None
        }

    @take.register
    def _(self, event: events.Conditions) -> None:
        self.conditions = event
        if self.hello is not None and self.hello.free_threaded:
            self._log(*gil_entry(self.hello, event))

    @take.register
    def _(self, event: events.Forked) -> None:
        self.forked = event

    @take.register
    def _(self, event: events.PassStarted) -> None:
        self.current_pass = event
        self._lanes.begin(event.number)
        self._dispatch = DispatchWait(event.number, event.start_ns, self._lanes.before)
        self._pass_paused = self._lanes.is_paused
        self._throughput.note(event.start_ns, self._ended())

    @take.register
    def _(self, event: events.LoopLag) -> None:
        self.loop_lag.add(event.late_ns)

    @take.register
    def _(self, event: PassFinished) -> None:
        self.drain_all()
        dispatch_s = None
        if self._dispatch is not None and not self._pass_paused:
            dispatch_s = self._dispatch.per_task_s(
                self.readers.values(), self._lanes.lanes_that_died, self._lanes.replacing_ns
            )
        during = Interval(event.start_ns, event.end_ns)
        lanes = self._lanes.lanes(during, settled=event.completed + event.failed)
        self.passes.append(EndedPass(event, dispatch_s, self._pass_paused, lanes))
        self.current_pass = self._dispatch = None
        self._lanes.end()

    @take.register
    def _(self, event: TaskFailed) -> None:
        self.failures.append(event)
        if event.worker is not None:
            self._fold(self.readers[event.worker].drain())
        self._lanes.note_failure(event.number, event.task)

    @take.register
    def _(self, event: events.Paused) -> None:
        self._lanes.pause(event.at_ns)
        self._pass_paused = True

    @take.register
    def _(self, event: events.Resumed) -> None:
        self._lanes.resume(event.at_ns)

    @take.register
    def _(self, event: events.Stopped) -> None:
        self.stopped = event

    @take.register
    def _(self, event: events.Note) -> None:
        self._log(event.level, event.text)

    @take.register
    def _(self, event: events.Refused) -> None:
        self._log("warning", f"{event.command} was refused. {event.reason}")

    def drain(self) -> None:
        """Read and fold the records that are new, but not more than leaves the CPUs to the run."""
        self._read(_MOST_AT_ONCE // len(self.readers) + 1)
        if self.current_pass is not None:
            self._throughput.note(time.monotonic_ns(), self._ended())

    def drain_all(self) -> None:
        """Read and fold whatever is there, now that no task runs."""
        self._read(None)

    def _read(self, most: int | None) -> None:
        self._fold([batch for reader in self.readers.values() for batch in reader.drain(most)])

    def _fold(self, batches: list[Batch]) -> None:
        if batches:
            gaps = {lane for lane, reader in self.readers.items() if reader.missed}
            self._undelivered.extend(self.state.add(batches, gaps))
            for batch in batches:
                self._lanes.note_records(batch)

    def take_spans(self) -> list[Span]:
        """The spans that were not taken yet; the newest, if nobody took any for long."""
        spans = list(self._undelivered)
        self._undelivered.clear()
        return spans

    @property
    def missed(self) -> int:
        """Records that were overwritten before they were read."""
        return sum(reader.missed for reader in self.readers.values())

    def ended_in_pass(self) -> tuple[int, int]:
        """Tasks of the pass under way that gave a result and that failed, from exact counters.

        A task counts twice if its result was lost with its worker, so that it had to run again.
        """
        now, before = self._lanes.counters(), self._lanes.before
        ok = sum(now[lane].ok - before[lane].ok for lane in now)
        return ok, sum(now[lane].failed - before[lane].failed for lane in now)

    def throughput_per_s(self, now_ns: int) -> float:
        """Tasks that ended, failed ones included, a second over the last second."""
        return self._throughput.per_second(now_ns, self._ended())

    def _ended(self) -> int:
        return sum(each.ok + each.failed for each in self._lanes.counters().values())

    def work_so_far(self) -> Iterator[tuple[float, Mapping[int, LanePass]]]:
        """Seconds, and what each worker did, of each pass that has ended and of the one now."""
        for ended in self.passes:
            yield ended.wall_s, ended.lanes
        if self.current_pass is not None:
            so_far = Interval(self.current_pass.start_ns, time.monotonic_ns())
            yield so_far.length_ns / 1e9, self._lanes.lanes(so_far)

    @property
    def pass_was_paused(self) -> bool:
        """Whether the pass under way was, so that its times say nothing."""
        return self._pass_paused

    def under_way(self) -> dict[int, LaneStatus]:
        """What the workers that are on a task said when they began it."""
        statuses = {lane: reader.status() for lane, reader in self.readers.items()}
        busy = (State.RUNNING, State.WARMING_UP)
        return {lane: status for lane, status in statuses.items() if status.state in busy}

    def close_pass(self, status: str, cause: str) -> None:
        """End a pass that its runner did not live to end: tasks under way are lost with it."""
        self.drain_all()
        if self.current_pass is None:
            return
        number = self.current_pass.number
        completed, failed = self.ended_in_pass()
        for lane, lost in self.under_way().items():
            if lost.number == number and lost.state is State.RUNNING:
                failed += 1
                self.take(TaskFailed(number, lost.task, lane, cause))
        start_ns = self.current_pass.start_ns
        end_ns = time.monotonic_ns()
        self.take(PassFinished(number, status, start_ns, end_ns, completed, failed, "", cause))
