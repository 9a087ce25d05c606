"""The tasks of a pass, handed out in chunks."""

from __future__ import annotations

import threading


class TaskSource:
    """Hands out the numbers 0 to `tasks` - 1 in ranges of at most `chunk`; any thread may take."""

    def __init__(self, tasks: int, chunk: int) -> None:
        self._tasks = tasks
        self._chunk = chunk
        self._next = 0
        self._returned: list[range] = []
        self._lock = threading.Lock()

    def take(self) -> range | None:
        """The next chunk, None when there is none left."""
        with self._lock:
            if self._returned:
                return self._returned.pop()
            if self._next >= self._tasks:
                return None
            first = self._next
            self._next = min(first + self._chunk, self._tasks)
            return range(first, self._next)

    def give_back(self, chunk: range) -> None:
        """Return tasks that nobody has run, to be handed out again."""
        if chunk:
            with self._lock:
                self._returned.append(chunk)

    @property
    def left(self) -> bool:
        """Whether another call of `take` would give something."""
        return bool(self._returned) or self._next < self._tasks
