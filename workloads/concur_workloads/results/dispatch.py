"""How long workers waited for their next task."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from concur_workloads.recorder.layout import Kind
from concur_workloads.recorder.reader import Record


@dataclass
class _Lane:
    tasks: int = 0
    busy_ns: int = 0
    last_end_ns: int = 0


class DispatchWait:
    """Folds the records of one pass, each lane's in their order.

    An idle tail after a worker's last task does not count.
    """

    def __init__(self, number: int, start_ns: int) -> None:
        self._number = number
        self._start_ns = start_ns
        self._lanes: dict[int, _Lane] = {}

    def add(self, records: Sequence[Record]) -> None:
        """Fold in records; those of other passes and of warm-up are left out."""
        number = self._number
        ours = [each for each in records if each.number == number and each.kind != Kind.WARM_UP]
        for name in {each.lane for each in ours}:
            of_lane = [each for each in ours if each.lane == name]
            lane = self._lanes.setdefault(name, _Lane())
            lane.tasks += len(of_lane)
            lane.busy_ns += sum([each.end_ns - each.start_ns for each in of_lane])
            lane.last_end_ns = max(lane.last_end_ns, of_lane[-1].end_ns)

    def per_task_s(self) -> float | None:
        """Mean wait before a task in seconds; None without a task."""
        tasks = sum(lane.tasks for lane in self._lanes.values())
        if not tasks:
            return None
        waited_ns = sum(
            lane.last_end_ns - self._start_ns - lane.busy_ns for lane in self._lanes.values()
        )
        return waited_ns / tasks / 1e9
