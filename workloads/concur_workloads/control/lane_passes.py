"""What each worker does in a pass, lane by lane."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from concur_workloads.control.begun_tasks import BegunTasks
from concur_workloads.control.interval import Interval
from concur_workloads.control.lost_work import LostWork
from concur_workloads.control.paused_time import PausedTime
from concur_workloads.control.successors import Successors
from concur_workloads.recorder.batch import Batch
from concur_workloads.recorder.layout import Kind, State
from concur_workloads.recorder.reader import LaneCounters, LaneReader, LaneStatus


@dataclass(frozen=True)
class LanePass:
    """What one worker did in a pass, in nanoseconds; no time is in two of them.

    `busy_ns` and `on_cpu_ns` are of tasks that ended, `unfinished_ns` is how long it was in those
    that did not, or that it died on; `tail_ns` is the time after its last task, when there was none
    left. It took `starting_ns` to end it and to start the one in its place, which then was
    `warming_up_ns`. For `paused_ns` it had no task because the run was paused: that ends when none
    is left to begin, as the pause then keeps none from it.
    """

    busy_ns: int
    on_cpu_ns: int
    unfinished_ns: int
    tail_ns: int
    starting_ns: int
    warming_up_ns: int
    paused_ns: int


class LanePasses:
    """Adds up one pass after the other, each of so many `tasks`.

    `before` are the counters of the lanes when the last pass ended.
    """

    def __init__(self, readers: Mapping[int, LaneReader], tasks: int) -> None:
        self._readers = readers
        self._tasks = tasks
        self._begun = BegunTasks(0, tasks)
        self._lost = LostWork()
        self._successors = Successors()
        self._paused = PausedTime()
        self.before = self.counters()

    def counters(self) -> dict[int, LaneCounters]:
        """Those of all lanes now."""
        return {lane: reader.counters() for lane, reader in self._readers.items()}

    @property
    def is_paused(self) -> bool:
        """Whether no task can begin now."""
        return self._paused.is_on

    @property
    def lanes_that_died(self) -> Collection[int]:
        """Those in which a worker died on a task of this pass."""
        return self._lost.lanes

    def begin(self, number: int) -> None:
        """A pass begins."""
        self._begun = BegunTasks(number, self._tasks)

    def end(self) -> None:
        """It has ended, and what comes counts for the next one."""
        self._begun = BegunTasks(0, self._tasks)
        self._lost = LostWork()
        self._successors.forget_pass()
        self._paused.forget_pass()
        self.before = self.counters()

    def note_ready(self, lane: int, created_ns: int, ready_ns: int) -> None:
        """A worker is ready: during a pass, it has taken the place of another."""
        start = self._successors.note_ready(lane, created_ns, ready_ns)
        self._paused.note_busy(lane, [start.start_ns], [start.end_ns])

    def note_exit(self, lane: int, ended_ns: int) -> None:
        """A worker has ended."""
        self._successors.note_exit(lane, ended_ns)

    def note_loss(self, lane: int, task: int, since_ns: int, died_ns: int) -> None:
        """A worker has died on a task."""
        self._lost.add(lane, Interval(since_ns, died_ns))
        self._begun.note_lost(task, since_ns)
        self._paused.note_busy(lane, [since_ns], [died_ns])

    def note_failure(self, number: int, task: int) -> None:
        """A task of pass `number` has failed, maybe without ever having begun."""
        self._begun.note_failed(number, task)

    def note_records(self, batch: Batch) -> None:
        """Take in what a worker has written."""
        if batch.kind is Kind.FIGURE:
            return
        self._paused.note_busy(batch.lane, batch.starts_ns, batch.ends_ns)
        if batch.kind is Kind.WARM_UP:
            for start_ns, end_ns in zip(batch.starts_ns, batch.ends_ns, strict=True):
                self._successors.note_warm_up(batch.lane, start_ns, end_ns)
        else:
            self._begun.note_records(batch)

    def pause(self, at_ns: int) -> None:
        """From then on no task can begin."""
        self._paused.begin(at_ns)

    def resume(self, at_ns: int) -> None:
        """Tasks can begin again."""
        self._paused.end(at_ns)

    def replacing_ns(self, lane: int, start_ns: int, end_ns: int) -> int:
        """How long of that time nobody in the lane could take a task."""
        during, successors = Interval(start_ns, end_ns), self._successors
        return successors.starting_ns(lane, during) + successors.warming_up_ns(lane, during)

    def lanes(self, during: Interval, settled: int | None = None) -> dict[int, LanePass]:
        """What each worker did in a pass: so far or, if it has ended with so many tasks, in all."""
        counters = self.counters()
        # After them: a task that ends in between is not in either, rather than in both.
        statuses = {lane: reader.status() for lane, reader in self._readers.items()}
        if settled is None:
            ended = _ended(counters) - _ended(self.before)
            settled = self._begun.count(ended, statuses.values())
        left_until_ns = None
        if settled >= self._tasks:
            left_until_ns = self._begun.last_begin_ns(statuses.values())
        return {
            lane: self._lane(lane, during, counters[lane], status, left_until_ns)
            for lane, status in statuses.items()
        }

    def _lane(
        self,
        lane: int,
        during: Interval,
        counters: LaneCounters,
        status: LaneStatus,
        left_until_ns: int | None,
    ) -> LanePass:
        """That of one; from `left_until_ns` on no task was left to begin, None while there is."""
        before, lost, successors = self.before[lane], self._lost, self._successors
        busy_ns = counters.busy_ns - before.busy_ns
        unfinished_ns = lost.spent_ns(lane, during)
        starting_ns = successors.starting_ns(lane, during)
        warming_up_ns = successors.warming_up_ns(lane, during)
        state, since_ns = self._last_standing(lane, status, during)
        now = Interval(since_ns, during.end_ns).within(during)
        is_idle = False
        if state is State.RUNNING:
            unfinished_ns += now.length_ns
        elif state is State.WARMING_UP:
            warming_up_ns += now.length_ns
        elif state is State.STARTING and left_until_ns is None:
            starting_ns += now.length_ns
        else:
            is_idle = True
        tail_ns, held = 0, during
        if left_until_ns is not None:
            held = Interval(during.start_ns, left_until_ns).within(during)
            if is_idle:
                tail_ns = now.length_ns - self._paused.spent_ns(lane, now.within(held))
        return LanePass(
            busy_ns=busy_ns,
            on_cpu_ns=max(0, min(busy_ns, counters.cpu_ns - before.cpu_ns)),
            unfinished_ns=unfinished_ns,
            tail_ns=tail_ns,
            starting_ns=starting_ns,
            warming_up_ns=warming_up_ns,
            paused_ns=self._paused.spent_ns(lane, held, None if is_idle else now),
        )

    def _last_standing(self, lane: int, status: LaneStatus, during: Interval) -> tuple[State, int]:
        """What the worker of a lane was at in the end of that time, and since when."""
        died_ns = self._lost.death_on(lane, status.since_ns)
        if died_ns is not None:
            return State.IDLE, died_ns
        if status.state is State.ENDED or status.since_ns > during.end_ns:
            last_end_ns = self._readers[lane].last_end_in(self._begun.number)
            return State.IDLE, last_end_ns or status.since_ns
        if status.state is State.STARTING:
            return State.STARTING, self._successors.gone_since_ns(lane) or status.since_ns
        return status.state, status.since_ns


def _ended(counters: Mapping[int, LaneCounters]) -> int:
    return sum(each.ok + each.failed for each in counters.values())
