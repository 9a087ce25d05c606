"""What becomes of the tasks of a supervised worker that died."""

from __future__ import annotations

from concur_workloads.backends.base import Host, PassOutcome
from concur_workloads.backends.failed_tasks import FailedTasks
from concur_workloads.backends.supervised.supervised_worker import SupervisedWorker
from concur_workloads.backends.task_source import TaskSource
from concur_workloads.protocol.events import Note
from concur_workloads.recorder.layout import State
from concur_workloads.recorder.reader import LaneReader

#: How often tasks that no worker had begun are handed out again when workers die.
_MOST_RETRIES = 3

_MOST_NUMBERS = 8


class LostTasks:
    """Blames the task that a worker died on, and hands out again those that it had not begun.

    A task that was begun is never run again in silence. Those of its chunk that had ended are,
    with a note, since their results died with the worker.
    """

    def __init__(
        self, host: Host, outcome: PassOutcome, source: TaskSource, failed: FailedTasks
    ) -> None:
        self._host = host
        self._outcome = outcome
        self._source = source
        self._failed = failed
        self._retries: dict[range, int] = {}

    def account_for(self, worker: SupervisedWorker, cause: str) -> None:
        """Deal with the chunks that the worker had, if it had any."""
        if not worker.chunks:
            return
        first, *untouched = worker.chunks
        status = LaneReader(self._host.recording, worker.lane).status()
        running = status.state is State.RUNNING and status.number == self._outcome.number
        if running and status.task in first:
            text = f"{worker.embodiment} {cause}"
            self._failed.add(status.task, worker.lane, text)
            rest = [range(first.start, status.task), range(status.task + 1, first.stop)]
        else:
            rest = self._suspect(worker, first, cause)
        self._give_back(worker, [each for each in (*rest, *untouched) if each])

    def _suspect(self, worker: SupervisedWorker, chunk: range, cause: str) -> list[range]:
        """Of a chunk that was not seen to begin: what may be tried once more."""
        self._retries[chunk] = self._retries.get(chunk, 0) + 1
        if self._retries[chunk] <= _MOST_RETRIES:
            return [chunk]
        for task in chunk:
            text = f"{worker.embodiment} {cause} before it began the task, as did others before it"
            self._failed.add(task, worker.lane, text)
        return []

    def _give_back(self, worker: SupervisedWorker, chunks: list[range]) -> None:
        # The last that is given back is the first to be taken again.
        for each in reversed(chunks):
            self._source.give_back(each)
        tasks = [task for each in chunks for task in each]
        if tasks:
            are = "is" if len(tasks) == 1 else "are"
            text = f"{_named(tasks)} of worker {worker.lane} {are} handed out again"
            self._host.emit(Note("warning", text))


def _named(tasks: list[int]) -> str:
    """The tasks by number, as far as there is room."""
    if len(tasks) == 1:
        return f"task {tasks[0]}"
    if tasks == list(range(tasks[0], tasks[-1] + 1)):
        return f"tasks {tasks[0]} to {tasks[-1]}"
    numbers = ", ".join(map(str, tasks[:_MOST_NUMBERS]))
    more = f" and {len(tasks) - _MOST_NUMBERS} more" if len(tasks) > _MOST_NUMBERS else ""
    return f"tasks {numbers}{more}"
