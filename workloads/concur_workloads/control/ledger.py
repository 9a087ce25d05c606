"""What is known of one runner: what it told, and what its recording holds."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import singledispatchmethod

from concur_workloads.control.gil_words import gil_entry
from concur_workloads.control.lost_work import LostTask, LostWork
from concur_workloads.control.paused_time import PausedTime
from concur_workloads.protocol import events
from concur_workloads.protocol.events import Event, PassFinished, TaskFailed
from concur_workloads.recorder.batch import Batch
from concur_workloads.recorder.layout import Kind, State
from concur_workloads.recorder.reader import LaneCounters, LaneReader, LaneStatus
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
class LanePass:
    """What one worker did in a pass, in nanoseconds.

    `busy_ns` and `on_cpu_ns` are of tasks that ended, `unfinished_ns` is how long it was in those
    that did not, or that it died on; `tail_ns` is the time after its last task,
    when there was none left. Those that took the place of others were `starting_ns` and then
    `warming_up_ns`; for `paused_ns` it had no task because the run was paused.
    """

    busy_ns: int
    on_cpu_ns: int
    unfinished_ns: int
    tail_ns: int
    starting_ns: int
    warming_up_ns: int
    paused_ns: int


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
        self._tasks = tasks
        lanes = range(1, recording.layout.lanes + 1)
        self.readers = {lane: LaneReader(recording, lane) for lane in lanes}
        self.workers = {lane: WorkerFacts() for lane in lanes}
        self.state = RunState(began_ns, first_place)
        self.hello: events.Hello | None = None
        self.workers_ready: events.WorkersReady | None = None
        self.conditions: events.Conditions | None = None
        self.stopped: events.Stopped | None = None
        self.current_pass: events.PassStarted | None = None
        self.passes: list[EndedPass] = []
        self.failures: list[TaskFailed] = []
        self.loop_lag = DurationHistogram()
        self._dispatch: DispatchWait | None = None
        self._lost = LostWork()
        self._starting_ns: Counter[int] = Counter()
        self._warming_up_ns: Counter[int] = Counter()
        self._before_pass = self._counters()
        self._paused = PausedTime()
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
        if self.current_pass is not None:
            since_ns = max(event.created_ns, self.current_pass.start_ns)
            self._starting_ns[event.worker] += max(0, event.ready_ns - since_ns)
        took_ms = (event.ready_ns - event.created_ns) / 1e6
        who = f"worker {event.worker} (process {event.pid}, thread {event.native_id})"
        self._log("debug", f"{who} ready {took_ms:.1f} ms after its creation")

    @take.register
    def _(self, event: events.WorkerExited) -> None:
        self.workers[event.worker].exited = event
        if event.task >= 0 and not event.expected:
            # Behind those that it has ended.
            self._fold(list(self.readers[event.worker].drain(None)))
            now_ns = time.monotonic_ns()
            lost = self.state.lost(event.worker, event.task, event.since_ns, now_ns)
            self._undelivered.append(lost)
            self._lost.add(event.worker, LostTask(event.since_ns, now_ns))

    @take.register
    def _(self, event: events.WorkersReady) -> None:
        self.workers_ready = event

    @take.register
    def _(self, event: events.Conditions) -> None:
        self.conditions = event
        if self.hello is not None and self.hello.free_threaded:
            self._log(*gil_entry(self.hello, event))

    @take.register
    def _(self, event: events.PassStarted) -> None:
        self.current_pass = event
        self._dispatch = DispatchWait(event.number, event.start_ns, self._before_pass)
        self._pass_paused = self._paused.is_on
        self._throughput.note(event.start_ns, self._ended())

    @take.register
    def _(self, event: events.LoopLag) -> None:
        self.loop_lag.add(event.late_ns)

    @take.register
    def _(self, event: PassFinished) -> None:
        self.drain_all()
        dispatch_s = None
        if self._dispatch is not None and not self._pass_paused:
            dispatch_s = self._dispatch.per_task_s(self.readers.values(), self._lost.lanes)
        begun = event.completed + event.failed
        lanes = self._lanes_in(event.start_ns, event.end_ns, begun)
        self.passes.append(EndedPass(event, dispatch_s, self._pass_paused, lanes))
        self.current_pass = self._dispatch = None
        self._lost = LostWork()
        self._paused.forget_pass()
        self._starting_ns.clear()
        self._warming_up_ns.clear()
        self._before_pass = self._counters()

    @take.register
    def _(self, event: TaskFailed) -> None:
        self.failures.append(event)

    @take.register
    def _(self, _event: events.Paused) -> None:
        self._paused.begin(time.monotonic_ns())
        self._pass_paused = True

    @take.register
    def _(self, _event: events.Resumed) -> None:
        now_ns = time.monotonic_ns()
        start_ns = self.current_pass.start_ns if self.current_pass is not None else now_ns
        self._paused.end(self.readers.values(), start_ns, now_ns)

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
                if batch.kind is Kind.WARM_UP and self.current_pass is not None:
                    self._warming_up_ns[batch.lane] += sum(
                        took_ns
                        for start_ns, took_ns in zip(
                            batch.starts_ns, batch.durations_ns, strict=True
                        )
                        if start_ns >= self.current_pass.start_ns
                    )

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
        now, before = self._counters(), self._before_pass
        ok = sum(now[lane].ok - before[lane].ok for lane in now)
        return ok, sum(now[lane].failed - before[lane].failed for lane in now)

    def throughput_per_s(self, now_ns: int) -> float:
        """Tasks that ended, failed ones included, a second over the last second."""
        return self._throughput.per_second(now_ns, self._ended())

    def _ended(self) -> int:
        counters = (reader.counters() for reader in self.readers.values())
        return sum(each.ok + each.failed for each in counters)

    def _counters(self) -> dict[int, LaneCounters]:
        return {lane: reader.counters() for lane, reader in self.readers.items()}

    def work_so_far(self) -> Iterator[tuple[float, Mapping[int, LanePass]]]:
        """Seconds, and what each worker did, of each pass that has ended and of the one now."""
        for ended in self.passes:
            yield ended.wall_s, ended.lanes
        if self.current_pass is not None:
            start_ns, now_ns = self.current_pass.start_ns, time.monotonic_ns()
            begun = sum(self.ended_in_pass()) + len(self.under_way())
            yield (now_ns - start_ns) / 1e9, self._lanes_in(start_ns, now_ns, begun)

    def _lanes_in(self, start_ns: int, end_ns: int, begun: int) -> dict[int, LanePass]:
        """What each worker did since the last pass ended, in a pass that goes on until now.

        While not all tasks have `begun`, nobody had its last one.
        """
        lanes = {}
        for lane, now in self._counters().items():
            before, status = self._before_pass[lane], self.readers[lane].status()
            busy_ns = now.busy_ns - before.busy_ns
            on_cpu_ns = max(0, min(busy_ns, now.cpu_ns - before.cpu_ns))
            unfinished_ns = self._lost.spent_ns(lane, start_ns, end_ns)
            died_ns = self._lost.death_on(lane, status.since_ns)
            idle_ns = max(0, end_ns - max(start_ns, died_ns or status.since_ns))
            if status.state is State.RUNNING and died_ns is None:
                unfinished_ns, idle_ns = unfinished_ns + idle_ns, 0
            tail_ns = idle_ns if begun >= self._tasks else 0
            starting_ns, warming_up_ns = self._starting_ns[lane], self._warming_up_ns[lane]
            paused_ns = self._paused.spent_ns(self.readers[lane], start_ns, end_ns)
            lanes[lane] = LanePass(
                busy_ns, on_cpu_ns, unfinished_ns, tail_ns, starting_ns, warming_up_ns, paused_ns
            )
        return lanes

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
