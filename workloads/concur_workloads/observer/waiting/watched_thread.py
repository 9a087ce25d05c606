"""One worker's thread, looked at again and again."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from concur_workloads.observer.thread_clock import CpuTime, ThreadClock
from concur_workloads.observer.waiting.thread_probe import ThreadProbe
from concur_workloads.recorder.layout import State
from concur_workloads.recorder.reader import LaneReader
from concur_workloads.results.activity import Activity
from concur_workloads.results.time_split import TaskTime

#: The kernel's clocks of a running thread move with its timer ticks of up to 10 ms, so they are
#: read over longer stretches than that.
_CLOCKS_EVERY_NS = 100_000_000

#: A thread that was seen at the same this often is left alone for as many turns as are told, and
#: the look after them counts for those too: of many workers most do one thing for long.
_SAME_OFTEN = 4
_TURNS_LEFT_OUT = 3


class _Reading(NamedTuple):
    """What the kernel's clocks said, and when; None of a thread that has ended."""

    at_ns: int
    clocks: CpuTime | None


class Stretch(NamedTuple):
    """How much of an interval the thread was on a CPU, and what it mostly was at otherwise."""

    start_ns: int
    end_ns: int
    on_cpu: float
    otherwise: Activity | None


@dataclass
class _Counts:
    """Looks since the clocks were read, and at how many the worker was at what.

    `serving` are those in tasks or between them.
    """

    looks: int = 0
    in_task: int = 0
    serving: int = 0
    running: int = 0


class WatchedThread:
    """Adds up what the thread is at while `reader` says that its worker is in a task.

    `activity` is what it was seen at last, None while that is not known; `found` is the same, but
    does not tell ready from on a CPU; `in_task` is whether its worker was in a task then. `version`
    grows whenever the sums do.
    """

    def __init__(self, pid: int, native_id: int, reader: LaneReader) -> None:
        self.pid = pid
        self.native_id = native_id
        self.activity: Activity | None = None
        self.version = 0
        self._reader = reader
        self._clock = ThreadClock(pid, native_id)
        try:
            self._probe: ThreadProbe | None = ThreadProbe(pid, native_id)
        except OSError:
            self._probe = None
        # In one piece, as another thread may ask for what was seen meanwhile.
        self._reading = _Reading(time.monotonic_ns(), self._clock.read())
        self.found: Activity | None = None
        self.in_task = False
        self._starved = False
        self._same = self._left_out = 0
        # So that not all have their turns at once.
        self._to_leave_out = native_id % (1 + _TURNS_LEFT_OUT)
        self._counts = _Counts()
        self._stretch_from = self._reading
        self._waits_in_stretch: Counter[Activity] = Counter()
        self._seen_ns = self._on_cpu_ns = self._run_queue_ns = self._serving_cpu_ns = 0.0
        self._looks = 0
        self._waits: Counter[Activity] = Counter()

    def look(self) -> None:
        """Look once, which takes some microseconds, unless it was long at the same."""
        if self._same >= _SAME_OFTEN:
            if self._left_out < self._to_leave_out:
                self._left_out += 1
                return
            self._to_leave_out = _TURNS_LEFT_OUT
        weight, self._left_out = 1 + self._left_out, 0
        reader, version = self._reader, self._reader.version
        found = self._probe.look() if self._probe is not None else None
        # If a task began or ended just now, nobody can say which side of that was seen.
        if reader.version == version:
            self._same = self._same + 1 if found is self.found else 0
            self.found = found
            self._count(found, weight, reader.status().state)
        now_ns = time.monotonic_ns()
        if now_ns - self._reading.at_ns >= _CLOCKS_EVERY_NS:
            self._read_clocks(now_ns)

    def _count(self, found: Activity | None, weight: int, state: State) -> None:
        self.in_task = in_task = state is State.RUNNING
        counts = self._counts
        counts.looks += weight
        counts.in_task += weight * in_task
        counts.serving += weight * (in_task or state is State.IDLE)
        if found is Activity.ON_CPU:
            counts.running += weight
            # Whether it is only ready is what the clocks said last, until they are read again.
            self.activity = Activity.READY if self._starved else found
            return
        self.activity = found
        self._starved = False
        if in_task and found is not None:
            self._waits[found] += weight
            self._waits_in_stretch[found] += weight

    def _read_clocks(self, now_ns: int) -> None:
        (before_ns, before), clocks = self._reading, self._clock.read()
        self._reading = _Reading(now_ns, clocks)
        counts, self._counts = self._counts, _Counts()
        self.version += 1
        if clocks is None or before is None:
            self.activity = None
            return
        passed_ns = now_ns - before_ns
        on_cpu_ns, run_queue_ns = _passed(before, clocks)
        if not counts.looks:
            return
        if self.found is Activity.ON_CPU and counts.running:
            # Ready is what was neither blocked nor on a CPU.
            self._starved = on_cpu_ns < passed_ns * counts.running / counts.looks / 2
            self.activity = Activity.READY if self._starved else Activity.ON_CPU
        self._serving_cpu_ns += on_cpu_ns * counts.serving / counts.looks
        if counts.in_task:
            self._looks += counts.in_task
            self._seen_ns += passed_ns * counts.in_task / counts.looks
            self._on_cpu_ns += on_cpu_ns
            self._run_queue_ns += run_queue_ns

    def task_time(self) -> TaskTime:
        """What was seen so far."""
        return TaskTime(
            self._seen_ns / 1e9,
            self._on_cpu_ns / 1e9,
            self._run_queue_ns / 1e9,
            self._serving_cpu_ns / 1e9,
            self._looks,
            dict(self._waits),
        )

    def take_stretch(self) -> Stretch | None:
        """From the last call, or the start, until the clocks were read last; None if not since."""
        (start_ns, start), (end_ns, end) = self._stretch_from, self._reading
        if end_ns <= start_ns:
            return None
        self._stretch_from = _Reading(end_ns, end)
        waits, self._waits_in_stretch = self._waits_in_stretch, Counter()
        if start is None or end is None:
            return None
        share = _passed(start, end)[0] / (end_ns - start_ns)
        otherwise = max(waits, key=waits.__getitem__) if waits else None
        return Stretch(start_ns, end_ns, min(1.0, share), otherwise)

    def close(self) -> None:
        """Let go of the files; a second call does nothing."""
        self._clock.close()
        if self._probe is not None:
            self._probe.close()


def _passed(before: CpuTime, now: CpuTime) -> tuple[int, int]:
    """On a CPU and waiting for one since then, in nanoseconds."""
    waited_ns = (now.run_queue_ns or 0) - (before.run_queue_ns or 0)
    return now.on_cpu_ns - before.on_cpu_ns, waited_ns
