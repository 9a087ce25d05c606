"""What the adapters of the two executors share: genuine `submit` and callbacks."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Collection
from concurrent.futures import BrokenExecutor, Executor, Future
from time import monotonic_ns
from typing import Any

from concur_workloads.backends.base import Host, PassOutcome
from concur_workloads.backends.executor_worker import PoolHome, meet, run_chunk
from concur_workloads.backends.failed_tasks import FailedTasks
from concur_workloads.backends.meeting import Meeting
from concur_workloads.backends.parcel import packed
from concur_workloads.backends.reporting import Reporter
from concur_workloads.backends.task_source import TaskSource
from concur_workloads.backends.wakeup import Wakeup
from concur_workloads.digest import add_digests, digest
from concur_workloads.recorder.layout import Gate
from concur_workloads.recorder.reader import LaneReader
from concur_workloads.worker import describe, make_argument

#: Chunks that wait in the executor: bounds memory, and is far more than workers can take.
_MOST_WAITING = 1_024

Chunk = range
Answer = Future[list[Any]]


class ExecutorBackend(ABC):
    """Runs tasks on a `concurrent.futures.Executor` that a subclass makes."""

    #: Whether what is submitted is pickled.
    _pickles = True

    def __init__(self, host: Host) -> None:
        self._host = host
        self._reporter = Reporter(host)
        self._wakeup = Wakeup(host)
        self._executor: Executor | None = None
        self._finished: deque[Answer] = deque()
        self._wake_at = 0
        self._readers = {
            lane: LaneReader(host.recording, lane) for lane in range(1, host.spec.workers + 1)
        }
        self._meeting = Meeting(host, self._readers)

    @abstractmethod
    def _make_executor(self) -> Executor:
        """The genuine executor, with `settle` as its initializer."""

    def _home(self) -> PoolHome:
        return PoolHome.of(self._host)

    def start(self) -> None:
        """Make the executor and keep every worker in a meeting until all have come."""
        if not self._meeting.open():
            return
        created_ns = monotonic_ns()
        self._executor = self._make_executor()
        for _ in self._readers:
            self._meeting.invite(self._executor.submit(meet, created_ns, self._host.spec.warm_up))
        if self._meeting.wait_for_all(self._cause_of):
            for lane in self._readers:
                self._reporter.worker_ready(lane)

    def warm_up(self) -> None:
        """End the meeting: each worker warms up and leaves it."""
        self._meeting.end(self._cause_of)

    def run_pass(self, number: int) -> PassOutcome:
        """Submit chunks, as many as fit, and fold what comes back."""
        host = self._host
        source = TaskSource(host.spec.tasks, host.spec.chunk_size)
        in_flight: dict[Answer, Chunk] = {}
        outcome = self._reporter.begin(number)
        self._failed = FailedTasks(host, outcome, source)
        while True:
            self._submit(outcome, source, in_flight)
            if not in_flight:
                break
            self._wait(in_flight, more=source.left)
            while self._finished:
                future = self._finished.popleft()
                self._take(outcome, in_flight.pop(future), future)
        return outcome.end()

    def _submit(
        self, outcome: PassOutcome, source: TaskSource, in_flight: dict[Answer, Chunk]
    ) -> None:
        host, executor = self._host, self._executor
        assert executor is not None
        bound = host.spec.queue_bound
        most = host.spec.workers + (_MOST_WAITING if bound is None else bound)
        while len(in_flight) < most and host.recording.gate is not Gate.CANCELLED:
            chunk = source.take()
            if chunk is None:
                return
            try:
                arguments = [make_argument(host.workload, task, host.settings) for task in chunk]
                if self._pickles:
                    arguments = packed(chunk[0] // host.spec.chunk_size, arguments, len(chunk))
                future = executor.submit(run_chunk, chunk[0], arguments, outcome.number)
            except Exception as error:  # noqa: BLE001 - a broken executor refuses in its own words
                self._lose(outcome, chunk, error)
                if isinstance(error, BrokenExecutor):
                    self._failed.give_up()
                continue
            in_flight[future] = chunk
            future.add_done_callback(self._on_done)

    def _on_done(self, future: Answer) -> None:
        """In some thread of the executor; wakes the loop once for many chunks."""
        self._finished.append(future)
        if len(self._finished) >= self._wake_at:
            self._wakeup.nudge()

    def _wait(self, in_flight: dict[Answer, Chunk], *, more: bool) -> None:
        """Wait until half of what is in flight has finished, or all if there is no more."""
        self._wake_at = max(1, len(in_flight) // 2 if more else len(in_flight))
        while len(self._finished) < self._wake_at:
            self._step(in_flight)
            if self._host.recording.gate is Gate.CANCELLED:
                self._wake_at = len(in_flight)

    def _step(self, _in_flight: Collection[Answer]) -> None:
        """Let the loop turn once while these answers are awaited."""
        self._host.step(None)

    def _take(self, outcome: PassOutcome, chunk: Chunk, future: Answer) -> None:
        error = future.exception()
        if error is not None:
            self._lose(outcome, chunk, error)
            return
        for task, result in zip(chunk, future.result()):  # noqa: B905 - shorter when cancelled
            outcome.digest = add_digests(outcome.digest, digest(task, result))
            outcome.completed += 1

    def _lose(self, outcome: PassOutcome, chunk: Chunk, error: BaseException) -> None:
        """An executor gives one error for a whole chunk."""
        cause = self._cause_of(error)
        for task in chunk:
            self._failed.add(task, self._lane_of(outcome, task), cause)

    def _cause_of(self, error: BaseException) -> str:
        return describe(error, place=False)

    def _lane_of(self, outcome: PassOutcome, task: int) -> int | None:
        """Which worker began a task, if its lane still tells."""
        for lane, reader in self._readers.items():
            status = reader.status()
            if status.number == outcome.number and status.task == task:
                return lane
            if reader.find(outcome.number, task) is not None:
                return lane
        return None

    def stop(self) -> None:
        """Shut the executor down and wait for its workers."""
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)
        self._wakeup.close()
        for lane in self._readers:
            self._reporter.worker_exited(lane, None, expected=True)
