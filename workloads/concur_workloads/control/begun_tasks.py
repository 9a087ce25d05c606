"""Which tasks of a pass have begun."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from concur_workloads.recorder.batch import Batch
from concur_workloads.recorder.layout import State
from concur_workloads.recorder.reader import LaneStatus


class BegunTasks:
    """Counts those of pass `number`, each once: what failed or was lost may run again.

    Number 0 stands for the time between two passes, when none begins.
    """

    def __init__(self, number: int, tasks: int) -> None:
        self.number = number
        self._has_begun = bytearray(tasks)
        self._read = 0
        self._last_ns = 0

    def note_records(self, batch: Batch) -> None:
        """Tasks have ended."""
        if batch.number == self.number:
            has_begun = self._has_begun
            for task in batch.tasks:
                has_begun[task] = 1
            self._read += len(batch)
            self._last_ns = max(self._last_ns, batch.starts_ns[-1])

    def note_lost(self, task: int, since_ns: int) -> None:
        """A worker has died on one, of which there will be no record."""
        if self.number:
            self._has_begun[task] = 1
            self._last_ns = max(self._last_ns, since_ns)

    def note_failed(self, number: int, task: int) -> None:
        """One will not begin any more, if it ever has; its record was read, if there is one."""
        if number == self.number:
            self._has_begun[task] = 1

    def count(self, ended: int, statuses: Iterable[LaneStatus]) -> int:
        """How many there are, when tasks have ended so often and workers then were at this.

        Those whose records could not be read yet count as often as they ran.
        """
        new = {each.task for each in self._on_tasks(statuses) if not self._has_begun[each.task]}
        return self._has_begun.count(1) + len(new) + max(0, ended - self._read)

    def last_begin_ns(self, statuses: Iterable[LaneStatus]) -> int:
        """When the last one began, by records that were read and by what workers are at now."""
        return max(self._last_ns, *(each.since_ns for each in self._on_tasks(statuses)), 0)

    def _on_tasks(self, statuses: Iterable[LaneStatus]) -> Iterator[LaneStatus]:
        for each in statuses:
            if each.state is State.RUNNING and each.number == self.number:
                yield each
