"""What becomes of the tasks of a worker process that died."""

from __future__ import annotations

from concur_workloads.backends.base import Host, PassOutcome
from concur_workloads.backends.reporting import Reporter
from concur_workloads.backends.task_source import TaskSource
from concur_workloads.backends.worker_process import WorkerProcess
from concur_workloads.protocol.events import Note
from concur_workloads.recorder.layout import State
from concur_workloads.recorder.reader import LaneReader

#: How often tasks that no worker had begun are handed out again when workers die.
_MOST_RETRIES = 3


class LostTasks:
    """Blames the task that a worker died on, and hands out again those that it had not begun.

    A task that was begun is never run again in silence. Those of its chunk that had ended are,
    with a note, since their results died with the worker.
    """

    def __init__(self, host: Host, outcome: PassOutcome, source: TaskSource) -> None:
        self._host = host
        self._reporter = Reporter(host)
        self._outcome = outcome
        self._source = source
        self._retries: dict[range, int] = {}

    def account_for(self, worker: WorkerProcess, cause: str) -> None:
        """Deal with the chunk that the worker was on, if it was on one."""
        chunk, outcome = worker.chunk, self._outcome
        if chunk is None:
            return
        status = LaneReader(self._host.recording, worker.lane).status()
        running = status.state is State.RUNNING and status.number == outcome.number
        rest = [chunk]
        if running and status.task in chunk:
            text = f"its process ({worker.process.pid}) {cause}"
            self._reporter.task_failed(outcome, status.task, worker.lane, text)
            rest = [range(chunk.start, status.task), range(status.task + 1, chunk.stop)]
        for part in filter(None, rest):
            self._retry(worker, part, cause)

    def _retry(self, worker: WorkerProcess, part: range, cause: str) -> None:
        self._retries[part] = self._retries.get(part, 0) + 1
        if self._retries[part] <= _MOST_RETRIES:
            text = f"tasks {part[0]} to {part[-1]} of worker {worker.lane} are handed out again"
            self._host.emit(Note("warning", text))
            self._source.give_back(part)
            return
        for task in part:
            text = f"its process {cause} before it began the task, as did others before it"
            self._reporter.task_failed(self._outcome, task, worker.lane, text)
