"""Two workers and a pipe between them: both write first, or one waits for the other's end first."""

from __future__ import annotations

import os
import select
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from concur_workloads.catalog.deadlock.watched_lock import wait_until
from concur_workloads.catalog.here import Here
from concur_workloads.catalog.stage import Stage
from concur_workloads.catalog.workload import Settings

#: A lane can tell of so many resources, and each has two for its pipe and every second one its end.
MOST_LANES = 20


@dataclass(frozen=True)
class Inbox:
    """The pipe that leads to the worker of a lane; can be handed to a process as it is created."""

    lane: int
    reading: Connection
    writing: Connection

    @property
    def room(self) -> int:
        """The place of the resource `room in the pipe`, which its reader makes."""
        return self.lane - 1

    @property
    def content(self) -> int:
        """The place of the resource `something in the pipe`, which its writer brings."""
        return MOST_LANES + self.lane - 1


RESOURCES = (
    *(f"room in the pipe to worker {place + 1}" for place in range(MOST_LANES)),
    *(f"what comes by the pipe to worker {place + 1}" for place in range(MOST_LANES)),
)


@contextmanager
def inboxes(_settings: Settings, stage: Stage) -> Iterator[dict[str, Any]]:
    """A pipe to each worker, and as many semaphores, each for the end of a worker's writing."""
    import multiprocessing

    if stage.workers % 2 or stage.workers > MOST_LANES:
        raise OSError(f"workers are pairs here: an even number of them, {MOST_LANES} at most")
    source = threading if stage.shares_memory else stage.context()
    made = [
        Inbox(lane, *multiprocessing.Pipe(duplex=False)) for lane in range(1, stage.workers + 1)
    ]
    for each in made:
        os.set_blocking(each.reading.fileno(), False)
        os.set_blocking(each.writing.fileno(), False)
    try:
        yield {"inboxes": made, "ended": [source.Semaphore(0) for _ in made]}
    finally:
        for each in made:
            each.reading.close()
            each.writing.close()


def partner_of(lane: int) -> int:
    """The other worker of a pair: 1 and 2, 3 and 4, ..."""
    return lane + 1 if lane % 2 else lane - 1


class Writing:
    """Bytes on their way into an inbox; may be left and taken up again."""

    def __init__(self, inbox: Inbox, size: int) -> None:
        self._inbox = inbox
        self._rest = memoryview(bytes(size))

    def finish(self, here: Here) -> None:
        """Write what is left, waiting for room; raises GivenUp."""
        target = self._inbox.writing.fileno()
        while self._rest:
            try:
                self._rest = self._rest[os.write(target, self._rest) :]
            except BlockingIOError:
                _wait(here, self._inbox.room, target, select.POLLOUT)
        here.waits.release(self._inbox.content)


class Reading:
    """Bytes to be taken from an inbox; may be left and taken up again."""

    def __init__(self, inbox: Inbox, size: int) -> None:
        self._inbox = inbox
        self._missing = size
        self.taken = 0

    def finish(self, here: Here) -> None:
        """Read what is missing, waiting for it; raises GivenUp."""
        source = self._inbox.reading.fileno()
        while self.taken < self._missing:
            try:
                self.taken += len(os.read(source, self._missing - self.taken))
            except BlockingIOError:
                _wait(here, self._inbox.content, source, select.POLLIN)
        here.waits.release(self._inbox.room)


def _wait(here: Here, place: int, descriptor: int, event: int) -> None:
    line = sys._getframe(1).f_lineno
    ready = select.poll()
    ready.register(descriptor, event)
    wait_until(here, place, line, lambda seconds: bool(ready.poll(seconds * 1e3)))
