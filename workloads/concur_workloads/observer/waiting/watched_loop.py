"""The thread of an event loop, looked at again and again for the coroutines that share it."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from concur_workloads.observer.thread_clock import CpuTime, thread_clock
from concur_workloads.observer.waiting.states_seen import StatesSeen
from concur_workloads.observer.waiting.thread_probe import thread_probe
from concur_workloads.observer.waiting.watched_thread import CLOCKS_EVERY_NS, Stretch, passed
from concur_workloads.recorder.layout import State
from concur_workloads.recorder.reader import LaneReader
from concur_workloads.recorder.recording import Recording
from concur_workloads.recorder.steps import StepTimes, read_begun_steps, read_done_steps
from concur_workloads.results.activity import Activity
from concur_workloads.results.step_split import Steps, split_steps

#: Of very many coroutines, the time of each is added up less often.
_A_LANE_NS = 2_000_000


#: Nanoseconds at what; under None those of which nobody knows it.
_Parts = dict[Activity | None, float]


class _Reading(NamedTuple):
    """What the clock of the thread said, and nanoseconds in tasks and in steps lane by lane."""

    at_ns: int
    clocks: CpuTime | None
    in_tasks_ns: list[int]
    in_steps_ns: list[int]


class WatchedLoop:
    """Tells when the coroutine of each lane awaits, and what it is at while it has the thread.

    That a lane is in a step, it says itself; what its thread is at then is seen from outside.
    `states` are those of the thread, whoever had it.
    """

    def __init__(self, pid: int, native_id: int, recording: Recording) -> None:
        self.states = StatesSeen()
        self._recording = recording
        self._readers = [
            LaneReader(recording, lane) for lane in range(1, recording.layout.lanes + 1)
        ]
        self._read_every_ns = max(CLOCKS_EVERY_NS, _A_LANE_NS * len(self._readers))
        self._native_id = native_id
        self._clock = thread_clock(pid, native_id)
        self._probe = thread_probe(pid, native_id)
        self._starved = False
        # By lane, less one: the looks into its steps since the clocks were read, and all before;
        # nanoseconds that it was at what in steps since the stretches were taken, and ever; and
        # that it awaited since then.
        self._seen: dict[int, Counter[Activity]] = {}
        self._looks: Counter[int] = Counter()
        self._in_steps: dict[int, _Parts] = {}
        self._ever_in_steps: dict[int, _Parts] = {}
        self._awaited_ns = [0] * len(self._readers)
        self._reading = self._read(None)
        self._taken_ns = self._reading.at_ns
        # It is looked at in the sampler's thread, and asked in another one.
        self._using = threading.Lock()

    def follow(self, pid: int, native_id: int) -> None:
        """Look at the thread of the loop that has taken the place of this one, if one has."""
        if native_id == self._native_id:
            return
        with self._using:
            self._read_clocks(is_over=True)
            self.close()
            self._native_id = native_id
            self._clock = thread_clock(pid, native_id)
            self._probe = thread_probe(pid, native_id)
            self._starved = False
            self._reading = self._reading._replace(clocks=self._clock.read())

    def look(self) -> None:
        """Look who is in a step, and what the thread is at if someone is."""
        with self._using:
            begun_ns = read_begun_steps(self._recording)
            found = self._found()
            if self._probe is not None:
                self.states.see(time.monotonic_ns(), found, self._probe.cause)
            if any(begun_ns):
                self._note(begun_ns, found, read_begun_steps(self._recording))
            if time.monotonic_ns() - self._reading.at_ns >= self._read_every_ns:
                self._read_clocks()

    def _note(self, before: list[int], found: Activity | None, after: list[int]) -> None:
        """It was found at that for the lane that was in one and the same step all the while."""
        if found is None:
            return
        for place, begun_ns in enumerate(before):
            if begun_ns and after[place] == begun_ns:
                self._seen.setdefault(place, Counter())[found] += 1

    def _found(self) -> Activity | None:
        return self._probe.meaning(self._probe.read()) if self._probe is not None else None

    def activity(self) -> Activity | None:
        """What the thread is at just now; None where nobody can tell."""
        with self._using:
            found = self._found()
            # Whether it is only ready is what the clocks said last.
            return Activity.READY if found is Activity.ON_CPU and self._starved else found

    def settle(self, _left_out: int) -> None:
        """Take in what was since the clocks were read last; no look follows."""
        with self._using:
            self._read_clocks()

    def _read(self, before: _Reading | None) -> _Reading:
        clocks = self._clock.read()
        # Those done first: a step that ends in between counts next time rather than twice.
        done, begun = read_done_steps(self._recording), read_begun_steps(self._recording)
        now_ns = time.monotonic_ns()
        in_steps = [StepTimes(*each).until(now_ns) for each in zip(done, begun, strict=True)]
        in_tasks = [_in_tasks_ns(reader, now_ns) for reader in self._readers]
        if before is not None:
            in_steps = list(map(max, in_steps, before.in_steps_ns))
            in_tasks = list(map(max, in_tasks, before.in_tasks_ns))
        return _Reading(now_ns, clocks, in_tasks, in_steps)

    def _read_clocks(self, *, is_over: bool = False) -> None:
        """Tell what steps were at since the last time; `is_over` when another loop has begun."""
        before, seen = self._reading, self._seen
        self._reading = now = self._read(before)
        if now.clocks is None:
            self.states.see(now.at_ns, None)
        self._seen = {}
        # Steps after the end of this thread are those of the next loop, of which later looks tell.
        is_over = is_over or now.clocks is None
        steps = {}
        for place, awaited_ns in enumerate(self._awaited_ns):
            in_task_ns = now.in_tasks_ns[place] - before.in_tasks_ns[place]
            took_ns = min(in_task_ns, now.in_steps_ns[place] - before.in_steps_ns[place])
            self._awaited_ns[place] = awaited_ns + in_task_ns - took_ns
            if took_ns and (place in seen or not is_over):
                steps[place] = Steps(took_ns, seen.get(place, {}))
                self._looks[place] += sum(steps[place].seen.values())
        # Of a thread that has ended, it is not known how long it ran last.
        on_cpu_ns = passed(before.clocks, now.clocks or before.clocks)[0] if before.clocks else 0
        split = split_steps(steps, on_cpu_ns)
        self._starved = on_cpu_ns < sum(each.runnable_ns for each in steps.values()) / 2
        for place, parts in split.items():
            for known in (self._in_steps, self._ever_in_steps):
                _add(known.setdefault(place, {}), parts)

    def steps_of(self, lane: int) -> tuple[int, _Parts]:
        """How often it was looked at in its steps, and what the thread was at in them so far."""
        with self._using:
            return self._looks[lane - 1], dict(self._ever_in_steps.get(lane - 1, {}))

    def take_stretches(self) -> Iterator[tuple[int, Stretch]]:
        """Of each lane that was in a task since the last call, until the clocks were read last."""
        with self._using:
            start_ns, end_ns = self._taken_ns, self._reading.at_ns
            self._taken_ns = end_ns
            in_steps, self._in_steps = self._in_steps, {}
            awaited, self._awaited_ns = self._awaited_ns, [0] * len(self._readers)
        for place, awaited_ns in enumerate(awaited):
            parts = in_steps.get(place, {})
            if not parts and not awaited_ns:
                continue
            parts[Activity.AWAITING] = awaited_ns
            on_cpu = parts.pop(Activity.ON_CPU, 0.0) / (end_ns - start_ns)
            otherwise = max(parts, key=parts.__getitem__)
            yield place + 1, Stretch(start_ns, end_ns, min(1.0, on_cpu), otherwise)

    def close(self) -> None:
        """Let go of the files; a second call does nothing."""
        self._clock.close()
        if self._probe is not None:
            self._probe.close()


def _add(sums: _Parts, parts: _Parts) -> None:
    for what, took in parts.items():
        sums[what] = sums.get(what, 0.0) + took


def _in_tasks_ns(reader: LaneReader, now_ns: int) -> int:
    status = reader.status()
    under_way_ns = max(0, now_ns - status.since_ns) if status.state is State.RUNNING else 0
    return reader.counters().busy_ns + under_way_ns
