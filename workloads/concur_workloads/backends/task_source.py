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

    def take(self, most: int | None = None) -> range | None:
        """The next chunk, of at most `most` tasks; None when there is none left."""
        with self._lock:
            if self._returned:
                chunk = self._returned.pop()
                if most is not None and len(chunk) > most:
                    self._returned.append(chunk[most:])
                    chunk = chunk[:most]
                return chunk
            if self._next >= self._tasks:
                return None
            first = self._next
            size = self._chunk if most is None else min(self._chunk, most)
            self._next = min(first + size, self._tasks)
            return range(first, self._next)

    def give_back(self, chunk: range) -> None:
        """Return tasks that nobody has run, to be handed out again."""
        if chunk:
            with self._lock:
                self._returned.append(chunk)

    def is_within_round(self, size: int) -> bool:
        """Whether some but not all tasks of a round of so many were handed out."""
        return bool(self._next % size)

    def clear(self) -> int:
        """Hand out no more; how many tasks were left."""
        with self._lock:
            tasks = self._tasks - self._next + sum(map(len, self._returned))
            self._next = self._tasks
            self._returned.clear()
            return tasks

    @property
    def left(self) -> bool:
        """Whether another call of `take` would give something."""
        return bool(self._returned) or self._next < self._tasks
