"""The fold of one recording's records into what a run is so far."""

from collections.abc import Collection, Sequence

from concur_workloads.recorder.batch import Batch
from concur_workloads.recorder.layout import Kind
from concur_workloads.results.figures import FigureTallies
from concur_workloads.results.histogram import DurationHistogram
from concur_workloads.results.snapshot import Span
from concur_workloads.results.stretches import spans_of


class RunState:
    """What the records of one runner add up to; the same records always give the same state.

    `began_ns` is when the experiment began (CLOCK_MONOTONIC); `first_place` is the place on the
    screen of the recording's lane 1. Memory is bounded by the number of lanes.
    """

    def __init__(self, began_ns: int, first_place: int = 0) -> None:
        self.durations = DurationHistogram()
        self.figures = FigureTallies()
        self._began_ns = began_ns
        self._first_place = first_place
        self._cold_ns: dict[int, int] = {}

    def add(self, batches: Sequence[Batch], gaps: Collection[int] = ()) -> list[Span]:
        """Fold in records, each lane's in the order that it wrote them; returns them as spans.

        `gaps` are the lanes of which records were missed, now or before.
        """
        durations_ns: list[int] = []
        tasks = []
        for batch in batches:
            if batch.kind is Kind.FIGURE:
                self.figures.add(batch)
                continue
            tasks.append(batch)
            if batch.lane not in gaps:
                self._cold_ns.setdefault(batch.lane, batch.durations_ns[0])
            if batch.kind == Kind.TASK:
                durations_ns += batch.durations_ns
        self.durations.add(durations_ns)
        return spans_of(tasks, self._began_ns, self._first_place)

    def lost(self, lane: int, task: int, start_ns: int, end_ns: int) -> Span:
        """The span of a task whose worker did not live to write a record of it."""
        times = ((start_ns - self._began_ns) / 1e9, (end_ns - self._began_ns) / 1e9)
        return Span(self._first_place + lane - 1, *times, "lost", task, 0.0)

    def cold_task_s(self, lane: int) -> float | None:
        """What the first task of a lane took, in seconds; None if it was missed or goes on."""
        cold_ns = self._cold_ns.get(lane)
        return None if cold_ns is None else cold_ns / 1e9
