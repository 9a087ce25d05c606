"""One worker's thread, looked at again and again."""

from __future__ import annotations

import time
from typing import NamedTuple

from concur_workloads.observer.thread_clock import CpuTime, cpu_time, thread_clock
from concur_workloads.observer.waiting.seen_time import Looks, SeenTime, Where
from concur_workloads.observer.waiting.states_seen import StatesSeen
from concur_workloads.observer.waiting.thread_probe import thread_probe
from concur_workloads.recorder.layout import State
from concur_workloads.recorder.reader import LaneReader
from concur_workloads.results.activity import Activity
from concur_workloads.results.time_split import TaskTime

#: The kernel's clocks of a running thread move with its timer ticks of up to 10 ms, so they are
#: read over longer stretches than that.
CLOCKS_EVERY_NS = 100_000_000

#: Looked up at every look.
_ON_CPU, _READY = Activity.ON_CPU, Activity.READY

#: Whose task begins or ends runs at that moment, whatever was read of it just before.
_AT_AN_EDGE = Looks(_ON_CPU, Where.AT_EDGE, 1)


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


class WatchedThread:
    """Adds up what the thread is at while `reader` says that its worker is in a task.

    `activity` is what it was seen at last, None while that is not known; `found` is the same, but
    does not tell ready from on a CPU; `in_task` is whether its worker was in a task then, and
    `looked_ns` when that was by the monotonic clock. `version` grows whenever the sums do. `states`
    may be those of the thread whose place it took, to be gone on with.
    """

    def __init__(
        self, pid: int, native_id: int, reader: LaneReader, states: StatesSeen | None = None
    ) -> None:
        self.pid = pid
        self.native_id = native_id
        self.states = states or StatesSeen()
        self.activity: Activity | None = None
        self.version = 0
        self._reader = reader
        self._clock = thread_clock(pid, native_id)
        self._probe = thread_probe(pid, native_id)
        # In one piece, as another thread may ask for what was seen meanwhile.
        self._reading = _Reading(time.monotonic_ns(), self._clock.read())
        self.found: Activity | None = None
        self.in_task = False
        self.looked_ns = 0
        self._starved = False
        self._where = Where.ELSEWHERE
        self._is_held = False
        self._lane_version = -1
        # The looks that found it at what it is at, and the others since the clocks were read.
        self._often = 0
        self._seen: list[Looks] = []
        self._stretch_from = self._reading
        self._seen_time = SeenTime()
        # What looks in tasks had found before the stretch; how many in it found it ready, as the
        # clocks say.
        self._waits_before = self._seen_time.waits()
        self._ready_in_stretch = 0.0

    @property
    def turns_file(self) -> int | None:
        """As that of its clock."""
        return self._clock.turns_file

    @property
    def call_file(self) -> int | None:
        """As that of its probe; None without the right to look."""
        return self._probe.call_file if self._probe is not None else None

    @property
    def lane_version(self) -> int:
        """What the lane is at: another number whenever a task has begun or ended."""
        return self._reader.version

    @property
    def known_version(self) -> int:
        """The same at the last look that was taken in."""
        return self._lane_version

    def look(self) -> None:
        """Look once, on its own."""
        version = self._reader.version
        line = self._probe.read() if self._probe is not None else None
        self.take(line, version, time.monotonic_ns())

    def take(
        self,
        line: bytes | None,
        version: int,
        now_ns: int,
        turns: bytes | None = None,
        left_out: int = 0,
    ) -> bytes | None:
        """Take in what its files said just now, before which the lane was of that version.

        None stands for files that were not read. The `left_out` looks before it were not needed:
        they would have found what the last one did. Returns the line that was taken in: it is read
        again if a task began or ended meanwhile.
        """
        reader, probe = self._reader, self._probe
        self._often += left_out
        is_certain = reader.version == version
        if not is_certain and probe is not None:
            # If one began or ended just now, nobody can say which side of that was seen.
            version = reader.version
            line = probe.read()
            is_certain = reader.version == version
        self.looked_ns = now_ns
        has_new_task = version != self._lane_version
        found = None
        if probe is not None:
            found = probe.meaning(line, has_moved=has_new_task)
            self.states.see(now_ns, found, probe.cause)
        is_held = reader.is_held
        if found is not self.found or has_new_task or is_held is not self._is_held:
            self._set_down()
            self.found, self._lane_version, self._is_held = found, version, is_held
            self._where = _where(reader.status().state, is_held=is_held)
            self.in_task = self._where is Where.IN_TASK
        if is_certain:
            self._often += 1
        else:
            self._seen.append(_AT_AN_EDGE)
        if found is not _ON_CPU:
            self.activity = found
            self._starved = False
        else:
            # Whether it is only ready is what the clocks said last, until they are read again.
            self.activity = _READY if self._starved else found
        if now_ns - self._reading.at_ns >= CLOCKS_EVERY_NS:
            self._read_clocks(now_ns, turns)
        return line

    def settle(self, left_out: int) -> None:
        """Take in the last looks, which found what those before did; none follows."""
        self._often += left_out
        self._read_clocks(time.monotonic_ns(), None)

    def _set_down(self) -> None:
        """Take the looks that found it at one thing into account."""
        if self._often:
            self._seen.append(Looks(self.found, self._where, self._often))
            self._often = 0

    def _read_clocks(self, now_ns: int, turns: bytes | None) -> None:
        before_ns, before = self._reading
        clocks = cpu_time(turns) if turns else self._clock.read()
        self._reading = _Reading(now_ns, clocks)
        self._set_down()
        seen, self._seen = self._seen, []
        self.version += 1
        if clocks is None:
            self.activity = None
            self.states.see(now_ns, None)
        if before is None or not seen:
            return
        passed_ns = now_ns - before_ns
        # Of a thread that has ended, it is not known how long it ran last.
        on_cpu_ns, run_queue_ns = passed(before, clocks or before)
        tally = self._seen_time.add(passed_ns, on_cpu_ns, run_queue_ns, seen)
        if self.found is _ON_CPU and tally.able and clocks is not None:
            # Ready is what was neither blocked nor on a CPU.
            self._starved = on_cpu_ns < passed_ns * tally.able / tally.looks / 2
            self.activity = _READY if self._starved else _ON_CPU
        if tally.in_task:
            ready = max(0.0, tally.able_in_task - tally.looks * on_cpu_ns / passed_ns)
            # Another thread may begin the next stretch at any call in between.
            self._ready_in_stretch += ready

    def task_time(self) -> TaskTime:
        """What was seen so far."""
        return self._seen_time.task_time()

    def take_stretch(self) -> Stretch | None:
        """From the last call, or the start, until the clocks were read last; None if not since."""
        (start_ns, start), (end_ns, end) = self._stretch_from, self._reading
        if end_ns <= start_ns:
            return None
        self._stretch_from = _Reading(end_ns, end)
        waits_before, self._waits_before = self._waits_before, self._seen_time.waits()
        ready, self._ready_in_stretch = self._ready_in_stretch, 0.0
        if start is None or end is None:
            return None
        share = passed(start, end)[0] / (end_ns - start_ns)
        waits: dict[Activity, float] = {**(self._waits_before - waits_before), _READY: ready}
        otherwise = max(waits, key=waits.__getitem__) if any(waits.values()) else None
        return Stretch(start_ns, end_ns, min(1.0, share), otherwise)

    def close(self) -> None:
        """Let go of the files; a second call does nothing."""
        self._clock.close()
        if self._probe is not None:
            self._probe.close()


def _where(state: State, *, is_held: bool) -> Where:
    """Of a worker whose lane says that. In a pause it may wake up to see whether that is over."""
    if state is State.RUNNING:
        return Where.IN_TASK
    return Where.BETWEEN if state is State.IDLE and not is_held else Where.ELSEWHERE


def passed(before: CpuTime, now: CpuTime) -> tuple[int, int]:
    """On a CPU and waiting for one since then, in nanoseconds."""
    waited_ns = (now.run_queue_ns or 0) - (before.run_queue_ns or 0)
    return now.on_cpu_ns - before.on_cpu_ns, waited_ns
