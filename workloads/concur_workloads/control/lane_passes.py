"""What each worker does in a pass, lane by lane."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from concur_workloads.control.lost_work import LostTask, LostWork
from concur_workloads.control.paused_time import PausedTime
from concur_workloads.recorder.batch import Batch
from concur_workloads.recorder.layout import Kind, State
from concur_workloads.recorder.reader import LaneCounters, LaneReader


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


class LanePasses:
    """Adds up one pass after the other, each of so many `tasks`.

    `before` are the counters of the lanes when the last pass ended.
    """

    def __init__(self, readers: Mapping[int, LaneReader], tasks: int) -> None:
        self._readers = readers
        self._tasks = tasks
        self._start_ns: int | None = None
        self._lost = LostWork()
        self._starting_ns: Counter[int] = Counter()
        self._warming_up_ns: Counter[int] = Counter()
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

    def begin(self, start_ns: int) -> None:
        """A pass begins."""
        self._start_ns = start_ns

    def end(self) -> None:
        """It has ended, and what comes counts for the next one."""
        self._start_ns = None
        self._lost = LostWork()
        self._starting_ns.clear()
        self._warming_up_ns.clear()
        self._paused.forget_pass()
        self.before = self.counters()

    def note_ready(self, lane: int, created_ns: int, ready_ns: int) -> None:
        """A worker is ready: during a pass, it has taken the place of another."""
        if self._start_ns is not None:
            since_ns = max(created_ns, self._start_ns)
            self._starting_ns[lane] += max(0, ready_ns - since_ns)

    def note_loss(self, lane: int, since_ns: int, died_ns: int) -> None:
        """A worker has died on a task."""
        self._lost.add(lane, LostTask(since_ns, died_ns))

    def note_records(self, batch: Batch) -> None:
        """Of those that tell of warm-up, what falls into the pass."""
        if batch.kind is not Kind.WARM_UP or self._start_ns is None:
            return
        for start_ns, took_ns in zip(batch.starts_ns, batch.durations_ns, strict=True):
            if start_ns >= self._start_ns:
                self._warming_up_ns[batch.lane] += took_ns

    def pause(self, now_ns: int) -> None:
        """From now on no task can begin."""
        self._paused.begin(now_ns)

    def resume(self, now_ns: int) -> None:
        """Tasks can begin again."""
        start_ns = now_ns if self._start_ns is None else self._start_ns
        self._paused.end(self._readers.values(), start_ns, now_ns)

    def lanes(self, start_ns: int, end_ns: int, begun: int) -> dict[int, LanePass]:
        """What each worker did since the last pass ended, in a pass that goes on until now.

        While not all tasks have `begun`, nobody had its last one.
        """
        lanes = {}
        for lane, now in self.counters().items():
            before, reader = self.before[lane], self._readers[lane]
            status = reader.status()
            busy_ns = now.busy_ns - before.busy_ns
            unfinished_ns = self._lost.spent_ns(lane, start_ns, end_ns)
            died_ns = self._lost.death_on(lane, status.since_ns)
            idle_ns = max(0, end_ns - max(start_ns, died_ns or status.since_ns))
            if status.state is State.RUNNING and died_ns is None:
                unfinished_ns, idle_ns = unfinished_ns + idle_ns, 0
            lanes[lane] = LanePass(
                busy_ns=busy_ns,
                on_cpu_ns=max(0, min(busy_ns, now.cpu_ns - before.cpu_ns)),
                unfinished_ns=unfinished_ns,
                tail_ns=idle_ns if begun >= self._tasks else 0,
                starting_ns=self._starting_ns[lane],
                warming_up_ns=self._warming_up_ns[lane],
                paused_ns=self._paused.spent_ns(reader, start_ns, end_ns),
            )
        return lanes
