"""How long workers waited for their next task."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping

from concur_workloads.recorder.layout import State
from concur_workloads.recorder.reader import LaneCounters, LaneReader


class DispatchWait:
    """The waits of one pass from the lanes' own exact totals, whatever became of single records.

    `before` holds the totals of each lane when no task of the pass had begun. An idle tail after
    a worker's last task does not count, nor does a worker that died on a task.
    """

    def __init__(self, number: int, start_ns: int, before: Mapping[int, LaneCounters]) -> None:
        self._number = number
        self._start_ns = start_ns
        self._before = before

    def per_task_s(
        self,
        readers: Iterable[LaneReader],
        died_in: Container[int] = (),
        replacing_ns: Callable[[int, int, int], int] = lambda _lane, _start_ns, _end_ns: 0,
    ) -> float | None:
        """Mean wait before a task in seconds, now that the pass has ended; None without a task.

        Lanes that a worker `died_in` are left out, also where another took its place. For so long
        as `replacing_ns` of a lane, from when to when, nobody there could take a task: that is no
        wait for one.
        """
        tasks = waited_ns = 0
        for reader in readers:
            counters, before = reader.counters(), self._before[reader.lane]
            ended = counters.ok + counters.failed - before.ok - before.failed
            last_end_ns = reader.last_end_in(self._number)
            is_in_one = reader.status().state is State.RUNNING
            if not ended or last_end_ns is None or is_in_one or reader.lane in died_in:
                continue
            tasks += ended
            waited_ns += last_end_ns - self._start_ns - (counters.busy_ns - before.busy_ns)
            waited_ns -= replacing_ns(reader.lane, self._start_ns, last_end_ns)
        return max(0, waited_ns) / tasks / 1e9 if tasks else None
