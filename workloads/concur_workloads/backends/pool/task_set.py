"""A set of tasks, in one bit a task."""

from __future__ import annotations

from collections.abc import Iterator

_ALL = 0xFF


class TaskSet:
    """Some of the tasks 0 to `tasks` - 1; one thread may add while others look."""

    def __init__(self, tasks: int) -> None:
        self._bits = bytearray(tasks // 8 + 1)

    def add(self, task: int) -> None:
        """Put a task into the set."""
        self._bits[task >> 3] |= 1 << (task & 7)

    def __contains__(self, task: int) -> bool:
        return bool(self._bits[task >> 3] & 1 << (task & 7))

    def missing(self, end: int) -> Iterator[int]:
        """The tasks below `end` that are not in the set, in order."""
        for place, byte in enumerate(self._bits[: end // 8 + 1]):
            if byte != _ALL:
                for task in range(place * 8, min(place * 8 + 8, end)):
                    if task not in self:
                        yield task
