"""How long workers waited for their next task."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from concur_workloads.recorder.layout import Kind
from concur_workloads.recorder.reader import Record


@dataclass
class _Lane:
    tasks: int = 0
    busy_ns: int = 0
    last_end_ns: int = 0


class DispatchWait:
    """Folds the records of one pass; an idle tail after a worker's last task does not count."""

    def __init__(self, number: int, start_ns: int) -> None:
        self._number = number
        self._start_ns = start_ns
        self._lanes: dict[int, _Lane] = {}

    def add(self, records: Iterable[Record]) -> None:
        """Fold in records; those of other passes and of warm-up are left out."""
        for record in records:
            if record.number == self._number and record.kind != Kind.WARM_UP:
                lane = self._lanes.setdefault(record.lane, _Lane())
                lane.tasks += 1
                lane.busy_ns += record.end_ns - record.start_ns
                lane.last_end_ns = max(lane.last_end_ns, record.end_ns)

    def per_task_s(self) -> float | None:
        """Mean wait before a task in seconds; None without a task."""
        tasks = sum(lane.tasks for lane in self._lanes.values())
        if not tasks:
            return None
        waited_ns = sum(
            lane.last_end_ns - self._start_ns - lane.busy_ns for lane in self._lanes.values()
        )
        return waited_ns / tasks / 1e9
