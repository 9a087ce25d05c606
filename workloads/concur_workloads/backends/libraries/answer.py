"""The answers of a library that gives them in any order, noted as soon as they reach the runner."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from concur_workloads.backends.executor_worker import this_worker
from concur_workloads.backends.parcel import reply_to, unpacked

#: In the runner, called with each task whose answer arrives; from a thread of the library.
on_arrival: Callable[[int], None] | None = None


class Answer:
    """The result of a task on its way to the runner, which notes it when it is unpickled there."""

    def __init__(self, task: int, result: object) -> None:
        self.task = task
        self.result = result

    def __reduce__(self) -> tuple[Any, ...]:
        return _arrive, (self.task, self.result)


def _arrive(task: int, result: object) -> Answer:
    if on_arrival is not None:
        on_arrival(task)
    return Answer(task, result)


def run_task(task: int, sent: object, number: int) -> Answer | None:
    """Run one task in a worker of the library; None when the run was cancelled."""
    worker = this_worker()
    if not worker.may_begin():
        return None
    result = worker.run(task, unpacked(sent, worker.handling), number)
    return Answer(task, reply_to(sent, result, worker.handling))
