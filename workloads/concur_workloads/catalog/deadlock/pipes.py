"""Two workers and a pipe between them: both write first, or one waits for the other's end first."""

from __future__ import annotations

import os
import select
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from concur_workloads.catalog.deadlock.watched_lock import Waiting
from concur_workloads.catalog.stage import Stage
from concur_workloads.catalog.workload import Settings

#: A lane can tell of so many resources, and each place has two for its pipe and its end.
MOST_WORKERS = 20

#: How long a round of tasks waits for its last member.
_ROUND_LIMIT_S = 10.0


class MissingMember(Exception):
    """Not all tasks of a round began; the text says so."""


@dataclass(frozen=True)
class Inbox:
    """The pipe that leads to a place; can be handed to a process as it is created."""

    place: int
    reading: Connection
    writing: Connection

    @property
    def room(self) -> int:
        """The resource `room in the pipe`, which its reader makes."""
        return self.place

    @property
    def content(self) -> int:
        """The resource `what comes by the pipe`, which its writer brings."""
        return MOST_WORKERS + self.place


RESOURCES = (
    *(f"room in pipe {place + 1}" for place in range(MOST_WORKERS)),
    *(f"what comes by pipe {place + 1}" for place in range(MOST_WORKERS)),
)


@contextmanager
def inboxes(_settings: Settings, stage: Stage) -> Iterator[dict[str, Any]]:
    """A pipe to each place, a semaphore for the end of its writing, and a barrier for all."""
    import multiprocessing

    source = threading if stage.shares_memory else stage.context()
    made = [Inbox(place, *multiprocessing.Pipe(duplex=False)) for place in range(stage.workers)]
    for each in made:
        os.set_blocking(each.reading.fileno(), False)
        os.set_blocking(each.writing.fileno(), False)
    try:
        yield {
            "inboxes": made,
            "ended": [source.Semaphore(0) for _ in made],
            "round": source.Barrier(stage.workers),
        }
    finally:
        for each in made:
            each.reading.close()
            each.writing.close()


def take_place(task: int, settings: Settings) -> int:
    """The place of a task in its round, once all of the round are there, and so the last is over.

    Raises MissingMember.
    """
    try:
        settings["round"].wait(_ROUND_LIMIT_S)
    except threading.BrokenBarrierError:
        limit = f"{_ROUND_LIMIT_S:g} s"
        raise MissingMember(f"not all workers had begun a task within {limit}") from None
    return task % len(settings["inboxes"])


def partner_of(place: int) -> int:
    """The other place of a pair: 0 and 1, 2 and 3, ..."""
    return place ^ 1


class Writing:
    """Bytes on their way into an inbox; may be left and taken up again."""

    def __init__(self, inbox: Inbox, size: int) -> None:
        self._inbox = inbox
        self._rest = memoryview(bytes(size))

    def finish(self, waiting: Waiting) -> None:
        """Write what is left, waiting for room; raises GivenUp."""
        target = self._inbox.writing.fileno()
        while self._rest:
            try:
                self._rest = self._rest[os.write(target, self._rest) :]
            except BlockingIOError:
                _wait(waiting, self._inbox.room, target, select.POLLOUT)
        waiting.here.waits.release(self._inbox.content)


class Reading:
    """Bytes to be taken from an inbox; may be left and taken up again."""

    def __init__(self, inbox: Inbox, size: int) -> None:
        self._inbox = inbox
        self._missing = size
        self.taken = 0

    def finish(self, waiting: Waiting) -> None:
        """Read what is missing, waiting for it; raises GivenUp."""
        source = self._inbox.reading.fileno()
        while self.taken < self._missing:
            try:
                self.taken += len(os.read(source, self._missing - self.taken))
            except BlockingIOError:
                _wait(waiting, self._inbox.content, source, select.POLLIN)
        waiting.here.waits.release(self._inbox.room)


def _wait(waiting: Waiting, resource: int, descriptor: int, event: int) -> None:
    ready = select.poll()
    ready.register(descriptor, event)
    waiting.until(resource, lambda seconds: bool(ready.poll(seconds * 1e3)))
