"""Workers that take the place of others."""

from __future__ import annotations

from collections import defaultdict

from concur_workloads.control.interval import Interval


class Successors:
    """How long they were starting and warming up in a pass, lane by lane.

    A start begins when the worker before took no more tasks, as its end is part of being replaced.
    """

    def __init__(self) -> None:
        self._gone_ns: dict[int, int] = {}
        self._starts: defaultdict[int, list[Interval]] = defaultdict(list)
        self._warm_ups: defaultdict[int, list[Interval]] = defaultdict(list)

    def note_exit(self, lane: int, ended_ns: int) -> None:
        """A worker has ended."""
        self._gone_ns[lane] = ended_ns

    def note_ready(self, lane: int, created_ns: int, ready_ns: int) -> Interval:
        """One is ready, after that start."""
        start = Interval(self._gone_ns.pop(lane, created_ns), ready_ns)
        self._starts[lane].append(start)
        return start

    def note_warm_up(self, lane: int, start_ns: int, end_ns: int) -> None:
        """One has run a warm-up task."""
        self._warm_ups[lane].append(Interval(start_ns, end_ns))

    def forget_pass(self) -> None:
        """The pass has ended, and with it what was in it."""
        self._starts.clear()
        self._warm_ups.clear()

    def gone_since_ns(self, lane: int) -> int | None:
        """When the worker ended whose successor is not ready yet; None if there is no such."""
        return self._gone_ns.get(lane)

    def starting_ns(self, lane: int, during: Interval) -> int:
        """Nanoseconds of that time in which one was to come."""
        return sum(each.within(during).length_ns for each in self._starts[lane])

    def warming_up_ns(self, lane: int, during: Interval) -> int:
        """Nanoseconds of that time in warm-up tasks."""
        return sum(each.within(during).length_ns for each in self._warm_ups[lane])
