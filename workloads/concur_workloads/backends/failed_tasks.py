"""What becomes of the tasks of a pass that failed: counted and told, or tried again."""

from __future__ import annotations

from concur_workloads.backends.base import Host, PassOutcome
from concur_workloads.backends.task_source import TaskSource
from concur_workloads.protocol.events import Note, TaskFailed
from concur_workloads.recorder.layout import Gate

#: Failures told one by one in a pass; further ones are only counted. So are retries.
MOST_FAILURES_TOLD = 100


class FailedTasks:
    """Counts the failures of one pass; used by the runner's main thread only.

    As often as the spec's `retries` says, a task that failed goes back to the source instead.
    """

    def __init__(self, host: Host, outcome: PassOutcome, source: TaskSource) -> None:
        self._host = host
        self._outcome = outcome
        self._source = source
        self._tries: dict[int, int] = {}
        self._told = 0

    def add(self, task: int, worker: int | None, cause: str) -> None:
        """Count a failed task, and tell it if not too many were told before; or try it again."""
        retries = self._host.spec.retries
        tries = self._tries.pop(task, 0) + 1
        if tries <= retries and self._host.recording.gate is not Gate.CANCELLED:
            self._tries[task] = tries
            where = "" if worker is None else f" in worker {worker}"
            self._tell(
                f"task {task}{where} failed: {cause}; it is tried again ({tries} of {retries})"
            )
            self._source.give_back(range(task, task + 1))
            return
        outcome = self._outcome
        outcome.failed += 1
        if outcome.failed <= MOST_FAILURES_TOLD:
            self._host.emit(TaskFailed(outcome.number, task, worker, cause))

    def give_up(self) -> None:
        """Count all that were not handed out yet: the backend can run none of them any more."""
        self._outcome.failed += self._source.clear()

    def _tell(self, text: str) -> None:
        self._told += 1
        if self._told <= MOST_FAILURES_TOLD:
            self._host.emit(Note("warning", text))
