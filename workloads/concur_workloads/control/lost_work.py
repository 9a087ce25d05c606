"""How long workers were on tasks of a pass that they did not live to end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from concur_workloads.control.interval import Interval


class LostWork:
    """What was lost in a pass, lane by lane: successors go on in the lanes of the dead."""

    def __init__(self) -> None:
        self._tasks: defaultdict[int, list[Interval]] = defaultdict(list)

    @property
    def lanes(self) -> Collection[int]:
        """Where a worker died on a task."""
        return self._tasks.keys()

    def add(self, lane: int, task: Interval) -> None:
        """Count a worker that began a task, and when that was known to have ended."""
        self._tasks[lane].append(task)

    def spent_ns(self, lane: int, during: Interval) -> int:
        """Nanoseconds of that time on tasks that were lost."""
        return sum(task.within(during).length_ns for task in self._tasks.get(lane, ()))

    def death_on(self, lane: int, since_ns: int) -> int | None:
        """When the worker died that began a task then; None if it did not."""
        for task in self._tasks.get(lane, ()):
            if task.start_ns == since_ns:
                return task.end_ns
        return None
