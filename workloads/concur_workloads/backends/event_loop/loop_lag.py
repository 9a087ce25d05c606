"""How late the timers of an event loop fire: the sign that something blocks it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

_PERIOD_S = 0.01
_TELL_EVERY_S = 0.5


class LagProbe:
    """Sets a timer again and again and tells how late each fired, in nanoseconds, now and then.

    A loop waits in steps of a millisecond, so up to that much is seen of one that has nothing to
    do. A timer that was set and fires while the run `is_paused` does not count: it would make one
    that is blocked at other times look prompt. Used in the thread of the loop only.
    """

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        tell: Callable[[list[int]], None],
        is_paused: Callable[[], bool],
    ) -> None:
        self._loop = loop
        self._tell = tell
        self._is_paused = is_paused
        self._late_ns: list[int] = []
        self._due_s = self._told_s = 0.0
        self._timer: asyncio.TimerHandle | None = None
        self._was_paused = False

    def start(self) -> None:
        """Set the first timer."""
        self._told_s = self._loop.time()
        self._set(self._told_s)

    def stop(self) -> None:
        """Set no more timers, and tell what was not told yet.

        One that is overdue counts with as much as it is late by now.
        """
        if self._timer is None:
            return
        self._timer.cancel()
        self._timer = None
        now_s = self._loop.time()
        if now_s > self._due_s:
            self._note(now_s)
        if self._late_ns:
            self._tell_all(now_s)

    def _set(self, now_s: float) -> None:
        self._due_s = now_s + _PERIOD_S
        self._was_paused = self._is_paused()
        self._timer = self._loop.call_at(self._due_s, self._fire)

    def _fire(self) -> None:
        now_s = self._loop.time()
        # Where a pause began in between, a task may have blocked the loop.
        if not (self._was_paused and self._is_paused()):
            self._note(now_s)
        if self._late_ns and now_s - self._told_s >= _TELL_EVERY_S:
            self._tell_all(now_s)
        # From now on: a loop that was blocked for long is late once, not once for each period.
        self._set(now_s)

    def _note(self, now_s: float) -> None:
        # A loop may fire a timer a clock's tick too early.
        self._late_ns.append(max(0, round((now_s - self._due_s) * 1e9)))

    def _tell_all(self, now_s: float) -> None:
        self._tell(self._late_ns)
        self._late_ns = []
        self._told_s = now_s
