"""Locks whose holders and waiters can be seen from outside, and that one can give up."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Protocol

from concur_workloads.catalog.here import Here

#: How often one that waits looks whether it was told to give up.
_LOOK_S = 0.05


class Lock(Protocol):
    """The part that locks of threads and of processes have in common."""

    def acquire(self, blocking: bool = ..., timeout: float = ..., /) -> bool:  # noqa: FBT001
        """Take it, waiting no longer than `timeout` seconds; whether it was taken."""

    def release(self) -> None:
        """Let go of it."""


class GivenUp(Exception):
    """The program told this task to give up what it waited for."""


class Waiting:
    """How a task waits where it might wait for ever; adds up how long it did, in seconds.

    `home` is the file of the workload: its line that led to a wait is what is told.
    """

    def __init__(self, here: Here, home: str) -> None:
        self.here = here
        self.seconds = 0.0
        self._home = home

    def until(self, place: int, happened: Callable[[float], bool]) -> None:
        """Wait for what `happened(seconds)` waits for and tells; raises GivenUp."""
        began_s = monotonic()
        self.here.waits.begin(place, self._line())
        try:
            while not happened(_LOOK_S):
                if self.here.waits.told_to_give_up():
                    raise GivenUp
        finally:
            self.here.waits.end()
            self.seconds += monotonic() - began_s

    def briefly(self, limit_s: float, happened: Callable[[float], bool]) -> bool:
        """Wait at most so many seconds, which nobody need be told of; whether it happened."""
        began_s = monotonic()
        try:
            return happened(limit_s)
        finally:
            self.seconds += monotonic() - began_s

    def _line(self) -> int:
        frame = sys._getframe(2)
        while frame.f_code.co_filename != self._home and frame.f_back is not None:
            frame = frame.f_back
        return frame.f_lineno


def insist(attempt: Callable[[], None]) -> None:
    """Try again however often one is told to give up: nothing else could help."""
    while True:
        try:
            attempt()
        except GivenUp:
            continue
        return


class WatchedLock:
    """A lock, or a semaphore, that is the resource at `place` of a workload.

    Can be handed to a worker process as it is created, if its lock can.
    """

    def __init__(self, lock: Lock, place: int) -> None:
        self._lock = lock
        self._place = place

    def acquire(self, waiting: Waiting, limit_s: float | None = None) -> bool:
        """Take it; whether that went within a limit in seconds, if any. Raises GivenUp."""

        def taken(seconds: float) -> bool:
            return self._lock.acquire(True, seconds)

        if limit_s is not None and not waiting.briefly(limit_s, taken):
            return False
        if limit_s is None:
            waiting.until(self._place, taken)
        waiting.here.waits.hold(self._place)
        return True

    @contextmanager
    def held(self, waiting: Waiting) -> Iterator[None]:
        """Hold it for the length of a block; raises GivenUp."""
        self.acquire(waiting)
        try:
            yield
        finally:
            self.release(waiting)

    def release(self, waiting: Waiting) -> None:
        """Let go of it."""
        waiting.here.waits.release(self._place)
        self._lock.release()
