"""What coroutines are at, from their own words and from looks at the thread that they share."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
import pytest

from concur_workloads.control.loop_time import activity_in_loop, time_in_loop
from concur_workloads.observer.control_block.control_block_reader import why_no_control_blocks
from concur_workloads.observer.waiting.sampler import ActivitySampler
from concur_workloads.observer.waiting.watched_loop import WatchedLoop
from concur_workloads.observer.waiting.watched_thread import Stretch
from concur_workloads.recorder.layout import Kind, State
from concur_workloads.recorder.reader import LaneReader
from concur_workloads.recorder.recording import Recording
from concur_workloads.recorder.steps import LaneSteps
from concur_workloads.recorder.writer import LaneWriter
from concur_workloads.results.activity import Activity
from support.waiting_thread import waiting_thread

pytestmark = pytest.mark.skipif(bool(why_no_control_blocks()), reason="it is read from /proc")

_LIMIT_S = 20.0
_BLOCKED, _AWAITING, _IDLE = 1, 2, 3


@pytest.fixture
def recording() -> Iterator[Recording]:
    """Of three coroutines: two are in tasks, and one of these is in a step."""
    with Recording.create(3) as made:
        for lane in (_BLOCKED, _AWAITING):
            LaneWriter(made, lane).say(State.RUNNING, 0, 1)
        LaneSteps(made, _BLOCKED).begin(LaneReader(made, _BLOCKED).status().since_ns)
        yield made


@contextmanager
def _blocked_loop(recording: Recording) -> Iterator[WatchedLoop]:
    with waiting_thread() as thread:
        loop = WatchedLoop(os.getpid(), thread.native_id, recording)
        limit_s = time.monotonic() + _LIMIT_S
        while loop.activity() is not Activity.LOCK:
            assert time.monotonic() < limit_s
        try:
            yield loop
        finally:
            loop.close()


def _look_until_clocks_are_read(loop: WatchedLoop) -> dict[int, Stretch]:
    limit_s = time.monotonic() + _LIMIT_S
    while not (stretches := dict(loop.take_stretches())):
        assert time.monotonic() < limit_s
        loop.look()
    return stretches


def test_a_step_that_blocks_the_loop_is_told_from_awaiting(recording: Recording) -> None:
    with _blocked_loop(recording) as loop:
        stretches = _look_until_clocks_are_read(loop)
    assert sorted(stretches) == [_BLOCKED, _AWAITING]
    assert stretches[_BLOCKED].otherwise is Activity.LOCK
    assert stretches[_AWAITING].otherwise is Activity.AWAITING
    assert stretches[_BLOCKED].on_cpu < 0.05
    assert stretches[_AWAITING].on_cpu == 0.0
    assert stretches[_AWAITING].end_ns - stretches[_AWAITING].start_ns >= 100_000_000


def test_stretches_follow_each_other(recording: Recording) -> None:
    with _blocked_loop(recording) as loop:
        first = _look_until_clocks_are_read(loop)
        LaneSteps(recording, _BLOCKED).end(time.monotonic_ns())
        second = _look_until_clocks_are_read(loop)
        third = _look_until_clocks_are_read(loop)
    assert first[_BLOCKED].end_ns == second[_BLOCKED].start_ns
    assert third[_BLOCKED].otherwise is Activity.AWAITING


def test_a_task_that_has_ended_awaits_no_more(recording: Recording) -> None:
    with _blocked_loop(recording) as loop:
        _look_until_clocks_are_read(loop)
        now_ns = time.monotonic_ns()
        LaneWriter(recording, _AWAITING).record(Kind.TASK, 0, 1, now_ns, now_ns, 0)
        _look_until_clocks_are_read(loop)
        assert sorted(_look_until_clocks_are_read(loop)) == [_BLOCKED]


def test_a_step_that_runs_has_as_much_of_a_cpu_as_its_thread(recording: Recording) -> None:
    with subprocess.Popen([sys.executable, "-c", "while True: pass"]) as child:
        loop = WatchedLoop(child.pid, child.pid, recording)
        used_s = sum(psutil.Process(child.pid).cpu_times()[:2])
        stretches = _look_until_clocks_are_read(loop)
        used_s = sum(psutil.Process(child.pid).cpu_times()[:2]) - used_s
        loop.close()
        child.kill()
    stretch = stretches[_BLOCKED]
    took_s = (stretch.end_ns - stretch.start_ns) / 1e9
    # Its clock moves with ticks of ten milliseconds.
    assert stretch.on_cpu == pytest.approx(used_s / took_s, abs=0.25)
    assert stretch.on_cpu > 0
    assert stretches[_AWAITING].on_cpu == 0.0


def test_what_a_coroutine_is_at_now(recording: Recording) -> None:
    with _blocked_loop(recording) as loop:
        now = [
            activity_in_loop(recording, LaneReader(recording, lane), loop)
            for lane in (_BLOCKED, _AWAITING, _IDLE)
        ]
    assert now == [Activity.LOCK, Activity.AWAITING, None]


def test_where_the_time_in_the_loop_went(recording: Recording) -> None:
    with _blocked_loop(recording) as loop:
        _look_until_clocks_are_read(loop)
        blocked, awaiting = (
            time_in_loop(recording, LaneReader(recording, lane), loop)
            for lane in (_BLOCKED, _AWAITING)
        )
    assert blocked.waits[Activity.LOCK] / 1e9 == pytest.approx(blocked.seen_s, rel=0.1)
    assert blocked.untold / 1e9 < 0.1 * blocked.seen_s
    assert blocked.looks > 0
    assert awaiting.waits == {Activity.AWAITING: pytest.approx(awaiting.seen_s * 1e9)}
    assert (awaiting.untold, awaiting.looks) == (0, 0)


def test_nobody_knows_what_steps_were_at_whose_thread_was_not_looked_at(
    recording: Recording,
) -> None:
    seen = time_in_loop(recording, LaneReader(recording, _BLOCKED), None)
    assert seen.untold / 1e9 == pytest.approx(seen.seen_s, rel=0.1)
    assert activity_in_loop(recording, LaneReader(recording, _BLOCKED), None) is None


def test_nothing_is_said_of_a_thread_that_has_ended(recording: Recording) -> None:
    with waiting_thread() as thread:
        loop = WatchedLoop(os.getpid(), thread.native_id, recording)
    limit_s = time.monotonic() + _LIMIT_S
    while loop.activity() is not None:
        assert time.monotonic() < limit_s
    _look_until_clocks_are_read(loop)
    assert _look_until_clocks_are_read(loop).keys() == {_AWAITING}
    loop.close()


@pytest.mark.parametrize("late_s", [0.03, 0.15], ids=str)
def test_a_step_that_began_before_its_loop_was_followed_is_told_by_the_looks_after(
    recording: Recording, late_s: float
) -> None:
    with waiting_thread() as successor:
        with waiting_thread() as former:
            loop = WatchedLoop(os.getpid(), former.native_id, recording)
        late_s += time.monotonic()
        while time.monotonic() < late_s:
            loop.look()
        loop.follow(os.getpid(), successor.native_id)
        limit_s = time.monotonic() + _LIMIT_S
        while loop.activity() is not Activity.LOCK:
            assert time.monotonic() < limit_s
        _look_until_clocks_are_read(loop)
        _look_until_clocks_are_read(loop)
        step = time_in_loop(recording, LaneReader(recording, _BLOCKED), loop)
        loop.close()
    assert step.untold == 0
    # On a busy machine its thread waits for a CPU before it waits for the lock.
    blocked_s = step.waits[Activity.LOCK] / 1e9
    assert blocked_s + step.run_queue_s == pytest.approx(step.seen_s, rel=0.1), step
    assert blocked_s > 0.5 * step.seen_s, step


def test_what_the_thread_of_the_loop_was_at_is_kept_whoever_had_it(recording: Recording) -> None:
    with _blocked_loop(recording) as loop:
        LaneSteps(recording, _BLOCKED).end(time.monotonic_ns())
        loop.look()
        before = loop.states.states()
        with waiting_thread() as thread:
            loop.follow(os.getpid(), thread.native_id)
            limit_s = time.monotonic() + _LIMIT_S
            while loop.activity() is not Activity.LOCK:
                assert time.monotonic() < limit_s
        limit_s = time.monotonic() + _LIMIT_S
        while loop.states.states()[-1].activity is not None:
            assert time.monotonic() < limit_s
            loop.look()
        states = loop.states.states()
    assert [(each.activity, each.cause) for each in before] == [(Activity.LOCK, "a lock")]
    assert states[: len(before)] == before


def test_the_sampler_goes_round_it_too(recording: Recording) -> None:
    sampler = ActivitySampler()
    with _blocked_loop(recording) as loop:
        sampler.watch(loop)
        limit_s = time.monotonic() + _LIMIT_S
        while not (stretches := dict(loop.take_stretches())):
            assert time.monotonic() < limit_s
            time.sleep(0.01)
        sampler.forget(loop)
        sampler.close()
    assert stretches[_BLOCKED].otherwise is Activity.LOCK
