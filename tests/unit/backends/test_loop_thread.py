"""An event loop in a thread, called from a loop that goes on meanwhile."""

import asyncio
import selectors
import threading
from collections.abc import Callable, Iterator
from typing import cast

import pytest

from concur_workloads.backends.base import Broken, Host
from concur_workloads.backends.event_loop.asyncio_thread import LoopThread


class WaitingHost:
    """As much of the runner's loop as waits."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()
        self.turns = 0

    def watch(self, source: int, ready: Callable[[], None]) -> None:
        """Call `ready` from `step` when there is something to read."""
        self._selector.register(source, selectors.EVENT_READ, ready)

    def unwatch(self, source: int) -> None:
        """Stop watching a file descriptor."""
        self._selector.unregister(source)

    def step(self, timeout_s: float | None) -> None:
        """Wait for something to read."""
        self.turns += 1
        for key, _ in self._selector.select(timeout_s):
            key.data()


@pytest.fixture
def thread() -> Iterator[LoopThread]:
    """One that has started."""
    made = LoopThread(cast("Host", WaitingHost()))
    made.start()
    yield made
    assert made.stop()


def test_a_coroutine_runs_in_the_loop_and_gives_its_result(thread: LoopThread) -> None:
    async def running_loop() -> asyncio.AbstractEventLoop:
        return asyncio.get_running_loop()

    assert thread.call(running_loop()) is thread.loop


def test_what_a_coroutine_raises_is_raised(thread: LoopThread) -> None:
    async def fail() -> None:
        raise ValueError("on purpose")

    with pytest.raises(ValueError, match="on purpose"):
        thread.call(fail())


def test_a_nudge_turns_the_callers_loop_meanwhile(thread: LoopThread) -> None:
    seen = asyncio.Event()

    async def wait_until_seen() -> str:
        thread.nudge()
        await asyncio.wait_for(seen.wait(), 10)
        return "seen"

    def see() -> None:
        thread.loop.call_soon_threadsafe(seen.set)

    assert thread.call(wait_until_seen(), each=see) == "seen"


def test_a_task_that_stops_the_loop_does_not_leave_its_caller_waiting() -> None:
    thread = LoopThread(cast("Host", WaitingHost()))
    thread.start()

    async def stop() -> None:
        asyncio.get_running_loop().stop()
        await asyncio.Event().wait()

    with pytest.raises(Broken, match="A task stopped the event loop"):
        thread.call(stop())
    assert thread.stop()


def test_a_loop_that_is_blocked_does_not_keep_whoever_stops_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("concur_workloads.backends.event_loop.asyncio_thread._END_LIMIT_S", 0.05)
    thread = LoopThread(cast("Host", WaitingHost()))
    thread.start()
    blocked, free = threading.Event(), threading.Event()

    def block() -> None:
        blocked.set()
        free.wait(10)

    thread.loop.call_soon_threadsafe(block)
    assert blocked.wait(10)
    assert not thread.stop()
    free.set()
    monkeypatch.undo()
    assert thread.stop()
