"""A lock that many readers may have at once, or one writer; of threads or of processes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

#: Who comes first when both wait: that is all in which these locks differ.
PREFERENCES = ("readers", "writers", "fair")

#: The places of the lock's numbers: who is inside, who waits, and tickets for the fair order.
_READING, _WRITING, _READERS_WAITING, _WRITERS_WAITING, _NEXT_TICKET, _ADMITTED = range(6)
NUMBERS = 6


class ReadersWriterLock:
    """A condition, and NUMBERS whole numbers from 0 that are changed under it alone."""

    def __init__(self, condition: Any, state: Any, preference: str) -> None:
        self._condition = condition
        self._state = state
        self._preference = preference

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Be inside as one of any number of readers."""
        self._enter(_READING, _READERS_WAITING, self._readers_may_enter)
        try:
            yield
        finally:
            self._leave(_READING)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be inside alone."""
        self._enter(_WRITING, _WRITERS_WAITING, self._writer_may_enter)
        try:
            yield
        finally:
            self._leave(_WRITING)

    def _readers_may_enter(self) -> bool:
        state = self._state
        if self._preference == "writers" and state[_WRITERS_WAITING]:
            return False
        return not state[_WRITING]

    def _writer_may_enter(self) -> bool:
        state = self._state
        if self._preference == "readers" and state[_READERS_WAITING]:
            return False
        return not (state[_WRITING] or state[_READING])

    def _enter(self, inside: int, waiting: int, may_enter: Callable[[], bool]) -> None:
        state, is_fair = self._state, self._preference == "fair"
        with self._condition:
            ticket = state[_NEXT_TICKET]
            state[_NEXT_TICKET] += 1
            state[waiting] += 1
            while not (may_enter() and (not is_fair or state[_ADMITTED] == ticket)):
                self._condition.wait()
            state[waiting] -= 1
            state[inside] += 1
            state[_ADMITTED] += 1
            if is_fair:
                # The next in the queue may be a reader, who can come in as well.
                self._condition.notify_all()

    def _leave(self, inside: int) -> None:
        with self._condition:
            self._state[inside] -= 1
            self._condition.notify_all()
