"""An event loop in a thread of its own, so that the runner's loop goes on beside it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import CancelledError
from contextlib import suppress
from typing import Any, TypeVar

from concur_workloads.backends.base import Broken, Host
from concur_workloads.backends.wakeup import Wakeup

_END_LIMIT_S = 1.0

Result = TypeVar("Result")


class LoopThread:
    """Runs coroutines for the runner's main thread, which handles commands while it waits."""

    def __init__(self, host: Host) -> None:
        self._wakeup = Wakeup(host)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._end: asyncio.Event | None = None
        # A daemon: a loop that is blocked does not keep the runner from ending.
        self._thread = threading.Thread(target=self._live, name="event loop", daemon=True)

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        """The loop, which runs."""
        assert self._loop is not None
        return self._loop

    def start(self) -> None:
        """Start the thread and wait until its loop runs; raises Broken."""
        try:
            self._thread.start()
        except RuntimeError as error:
            raise Broken(f"The thread of the event loop could not be started: {error}.") from error
        self._wakeup.wait_for(1)

    def _live(self) -> None:
        # Stopped by a task, it cancels whatever waits, which tells more than this would.
        with suppress(RuntimeError):
            asyncio.run(self._until_the_end())

    async def _until_the_end(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._end = asyncio.Event()
        self._wakeup.send()
        await self._end.wait()

    def call(
        self, coroutine: Coroutine[Any, Any, Result], each: Callable[[], None] | None = None
    ) -> Result:
        """Run a coroutine to its end; call `each` after every turn of the runner's loop.

        Raises Broken if a task stops the loop.
        """
        future = asyncio.run_coroutine_threadsafe(coroutine, self.loop)
        future.add_done_callback(lambda _future: self._wakeup.send())
        self._wakeup.wait_for(1, each)
        try:
            return future.result()
        except CancelledError as error:
            raise Broken("A task stopped the event loop, so no other can go on.") from error

    def nudge(self) -> None:
        """From any thread: let the runner's loop turn once, so that it calls `each`."""
        self._wakeup.nudge()

    def stop(self) -> bool:
        """End the loop and its thread; False if something keeps it."""
        if self._loop is not None and self._end is not None and self._thread.is_alive():
            # The loop may be closed just now, when a task has stopped it.
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._end.set)
            self._thread.join(_END_LIMIT_S)
        if self._thread.is_alive():
            return False
        self._wakeup.close()
        return True
