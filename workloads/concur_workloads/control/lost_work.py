"""How long workers were on tasks of a pass that they did not live to end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple


class LostTask(NamedTuple):
    """When a worker began it, and when it was known to have ended."""

    since_ns: int
    died_ns: int


class LostWork:
    """What was lost in a pass, lane by lane: successors go on in the lanes of the dead."""

    def __init__(self) -> None:
        self._tasks: defaultdict[int, list[LostTask]] = defaultdict(list)

    @property
    def lanes(self) -> Collection[int]:
        """Where a worker died on a task."""
        return self._tasks.keys()

    def add(self, lane: int, task: LostTask) -> None:
        """Count a worker that died."""
        self._tasks[lane].append(task)

    def spent_ns(self, lane: int, start_ns: int, end_ns: int) -> int:
        """Nanoseconds of that time on tasks that were lost."""
        return sum(
            max(0, min(end_ns, task.died_ns) - max(start_ns, task.since_ns))
            for task in self._tasks.get(lane, ())
        )

    def death_on(self, lane: int, since_ns: int) -> int | None:
        """When the worker died that began a task then; None if it did not."""
        for task in self._tasks.get(lane, ()):
            if task.since_ns == since_ns:
                return task.died_ns
        return None
