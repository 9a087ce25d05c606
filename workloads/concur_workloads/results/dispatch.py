"""How long workers waited for their next task."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping

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
        self, readers: Iterable[LaneReader], died_in: Container[int] = ()
    ) -> float | None:
        """Mean wait before a task in seconds, now that the pass has ended; None without a task.

        Lanes that a worker `died_in` are left out, also where another took its place.
        """
        tasks = waited_ns = 0
        for reader in readers:
            status, counters, before = (
                reader.status(),
                reader.counters(),
                self._before[reader.lane],
            )
            ended = counters.ok + counters.failed - before.ok - before.failed
            is_idle = status.number == self._number and status.state is State.IDLE
            if not is_idle or not ended or reader.lane in died_in:
                continue
            tasks += ended
            # Idle since its last task ended.
            present_ns = status.since_ns - self._start_ns
            waited_ns += present_ns - (counters.busy_ns - before.busy_ns)
        return waited_ns / tasks / 1e9 if tasks else None
