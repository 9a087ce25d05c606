"""The two ends of a call of a pool's method: the tasks that it is given, and what it gives."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator

from concur_workloads.backends.base import Host
from concur_workloads.backends.parcel import packed
from concur_workloads.backends.pool.pool_worker import NOWHERE, Handed, Unmade, place_of
from concur_workloads.backends.pool.task_set import TaskSet
from concur_workloads.backends.task_source import TaskSource
from concur_workloads.digest import add_digests, digest
from concur_workloads.recorder.layout import Gate
from concur_workloads.worker import describe, make_argument

# As a plain number: to name a member of an enum takes long where it is done for each task.
_CANCELLED = int(Gate.CANCELLED)


class Supply:
    """Tasks with their arguments, made when the pool's own thread asks for them.

    `end` is one more than the highest task that was handed out. Cancelled, it ends, unless
    `is_whole`, for a method that waits for as many results as it was promised.
    """

    def __init__(self, host: Host, source: TaskSource, number: int, *, is_whole: bool) -> None:
        self._host = host
        self._source = source
        self._number = number
        self._is_whole = is_whole
        self.handed = 0
        self.end = 0
        self.is_exhausted = False

    def __len__(self) -> int:
        return self._host.spec.tasks

    def __iter__(self) -> Iterator[Handed]:
        gate = self._host.recording.gate_word
        while self._is_whole or gate[0] != _CANCELLED:
            taken = self._source.take()
            if taken is None:
                break
            task = taken.start
            self.handed += 1
            self.end = max(self.end, task + 1)
            yield task, self._argument(task, unused=gate[0] == _CANCELLED), self._number
        self.is_exhausted = True

    def _argument(self, task: int, *, unused: bool) -> object:
        if unused:
            return None
        try:
            return packed(task, make_argument(self._host.workload, task, self._host.settings))
        except Exception as error:  # noqa: BLE001 - what user code raises must not end the supply
            return Unmade(describe(error))


class Harvest(threading.Thread):
    """Takes what the pool gives, as a user's own loop would, and folds it.

    `received` counts answers, those of tasks that were not run as well; exceptions are in
    `failures`. A pool that waits for ever keeps this thread, which nobody then waits for.
    """

    def __init__(
        self,
        call: Callable[[], Iterable[tuple[int, object] | None]],
        settled: TaskSet,
        wake: Callable[[], None],
    ) -> None:
        super().__init__(name="pool-results", daemon=True)
        self._call = call
        self._settled = settled
        self._wake = wake
        self.received = 0
        self.completed = 0
        self.digest = 0
        self.failures: deque[Exception] = deque()
        self.is_over = False

    def run(self) -> None:
        """Iterate to the end; in this thread."""
        try:
            answers = iter(self._call())
            while self._take_next(answers):
                pass
        except Exception as error:  # noqa: BLE001 - `map` raises what a task raised
            self.failures.append(error)
        self.is_over = True
        self._wake()

    def _take_next(self, answers: Iterator[tuple[int, object] | None]) -> bool:
        """Take one answer; False when there is none left."""
        try:
            answer = next(answers)
        except StopIteration as end:
            if (
                place_of(end) != NOWHERE
            ):  # A task raised it, which the pool cannot tell from its end.
                self.failures.append(end)
            return False
        except Exception as error:  # noqa: BLE001 - what a task raised, or the pool itself
            self.failures.append(error)
            self._wake()
            return True
        if answer is not None:
            task, result = answer
            self.digest = add_digests(self.digest, digest(task, result))
            self.completed += 1
            self._settled.add(task)
        self.received += 1
        return True
