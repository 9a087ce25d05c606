"""How late a loop's timers fire, on a loop whose clock the test turns."""

import asyncio
from collections.abc import Callable
from typing import cast

import pytest

from concur_workloads.backends.event_loop.loop_lag import LagProbe

_MS = 1_000_000


class FakeTimer:
    """A timer that can be taken back."""

    def __init__(self) -> None:
        self.cancelled = False

    def cancel(self) -> None:
        """Never fire."""
        self.cancelled = True


class FakeLoop:
    """A clock and the one timer that is set on it."""

    def __init__(self) -> None:
        self.now_s = 100.0
        self.due_s = 0.0
        self.timer = FakeTimer()
        self._fire: Callable[[], None] = lambda: None

    def time(self) -> float:
        """The time that the test set."""
        return self.now_s

    def call_at(self, when_s: float, fire: Callable[[], None]) -> FakeTimer:
        """Keep the timer until the test lets it fire."""
        self.due_s, self._fire, self.timer = when_s, fire, FakeTimer()
        return self.timer

    def fire(self, late_s: float) -> None:
        """Let the timer fire so much after it is due."""
        self.now_s = self.due_s + late_s
        self._fire()


def _probe(loop: FakeLoop, told: list[list[int]], is_paused: Callable[[], bool] = bool) -> LagProbe:
    probe = LagProbe(cast("asyncio.AbstractEventLoop", loop), told.append, is_paused)
    probe.start()
    return probe


def _near(late_ns: list[int]) -> object:
    """Seconds as floats cost some nanoseconds."""
    return pytest.approx(late_ns, abs=1_000)


def test_each_timer_is_told_with_how_late_it_fired() -> None:
    loop, told = FakeLoop(), list[list[int]]()
    probe = _probe(loop, told)
    for late_s in (0.0, 0.001, 0.25):
        loop.fire(late_s)
    loop.now_s = loop.due_s - 0.001
    probe.stop()
    (late_ns,) = told
    assert late_ns == _near([0, 1 * _MS, 250 * _MS])
    assert loop.timer.cancelled


def test_a_loop_that_was_blocked_is_late_once_and_then_measured_afresh() -> None:
    loop, told = FakeLoop(), list[list[int]]()
    probe = _probe(loop, told)
    loop.fire(3.0)
    assert loop.due_s == pytest.approx(loop.now_s + 0.01)
    probe.stop()
    assert told == [_near([3_000 * _MS])]


def test_what_was_measured_is_told_twice_a_second_and_only_once() -> None:
    loop, told = FakeLoop(), list[list[int]]()
    probe = _probe(loop, told)
    for _ in range(120):
        loop.fire(0.0)
    assert [len(late_ns) for late_ns in told] == [50, 50]
    loop.now_s = loop.due_s - 0.001
    probe.stop()
    assert [len(late_ns) for late_ns in told] == [50, 50, 20]


def test_a_timer_that_never_fired_because_the_loop_was_blocked_counts() -> None:
    loop, told = FakeLoop(), list[list[int]]()
    probe = _probe(loop, told)
    loop.now_s = loop.due_s + 0.4
    probe.stop()
    assert told == [_near([400 * _MS])]


def test_what_is_set_and_fires_in_a_pause_does_not_count() -> None:
    loop, told, paused = FakeLoop(), list[list[int]](), [False]
    probe = _probe(loop, told, lambda: paused[0])
    loop.fire(0.2)
    paused[0] = True
    # The one that was set before.
    loop.fire(0.0)
    for _ in range(60):
        loop.fire(0.0)
    paused[0] = False
    loop.now_s = loop.due_s - 0.001
    probe.stop()
    assert [each for batch in told for each in batch] == _near([200 * _MS, 0])


def test_a_loop_that_was_blocked_when_a_pause_began_was_late() -> None:
    loop, told, paused = FakeLoop(), list[list[int]](), [False]
    probe = _probe(loop, told, lambda: paused[0])
    # In the middle of what blocks it.
    paused[0] = True
    loop.fire(2.0)
    loop.fire(0.0)
    loop.now_s = loop.due_s - 0.001
    probe.stop()
    assert [each for batch in told for each in batch] == _near([2_000 * _MS])


def test_a_timer_that_fires_a_tick_early_is_not_late() -> None:
    loop, told = FakeLoop(), list[list[int]]()
    probe = _probe(loop, told)
    loop.fire(-1e-7)
    loop.now_s = loop.due_s - 0.001
    probe.stop()
    assert told == [[0]]


def test_a_second_stop_tells_nothing() -> None:
    loop, told = FakeLoop(), list[list[int]]()
    probe = _probe(loop, told)
    loop.fire(0.0)
    probe.stop()
    probe.stop()
    assert len(told) == 1


async def test_on_a_real_loop_a_callback_that_blocks_it_is_seen() -> None:
    told: list[list[int]] = []
    loop = asyncio.get_running_loop()
    probe = LagProbe(loop, told.append, bool)
    probe.start()
    loop.call_soon(_spin, 0.1, loop)
    await asyncio.sleep(0.12)
    probe.stop()
    assert max(late_ns for batch in told for late_ns in batch) > 80 * _MS


def _spin(seconds: float, loop: asyncio.AbstractEventLoop) -> None:
    until_s = loop.time() + seconds
    while loop.time() < until_s:
        pass
