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


def wait_until(here: Here, place: int, line: int, happened: Callable[[float], bool]) -> None:
    """Wait at a line of code for what `happened(seconds)` waits for and tells; raises GivenUp."""
    here.waits.begin(place, line)
    try:
        while not happened(_LOOK_S):
            if here.waits.told_to_give_up():
                raise GivenUp
    finally:
        here.waits.end()


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

    def acquire(self, here: Here, limit_s: float | None = None) -> bool:
        """Take it; whether that went within a limit in seconds, if any. Raises GivenUp."""
        line = sys._getframe(1).f_lineno
        until_s = None if limit_s is None else monotonic() + limit_s
        taken = False

        def happened(seconds: float) -> bool:
            nonlocal taken
            left_s = seconds if until_s is None else max(0.0, min(seconds, until_s - monotonic()))
            taken = self._lock.acquire(True, left_s)
            return taken or (until_s is not None and monotonic() >= until_s)

        wait_until(here, self._place, line, happened)
        if taken:
            here.waits.hold(self._place)
        return taken

    @contextmanager
    def held(self, here: Here) -> Iterator[None]:
        """Hold it for the length of a block; raises GivenUp."""
        self.acquire(here)
        try:
            yield
        finally:
            self.release(here)

    def release(self, here: Here) -> None:
        """Let go of it."""
        here.waits.release(self._place)
        self._lock.release()
