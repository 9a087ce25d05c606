"""Our own supervision of workers, one by one, so that no fault reaches beyond its task.

Each worker has a private pipe, and no chunk but its own; there is no lock that a dying worker could
take along.
"""

from __future__ import annotations

import pickle
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import suppress
from typing import Generic

from concur_workloads.backends.base import Broken, Host, PassOutcome
from concur_workloads.backends.failed_tasks import FailedTasks
from concur_workloads.backends.reporting import Reporter
from concur_workloads.backends.supervised.crew import Crew, W
from concur_workloads.backends.supervised.lost_tasks import LostTasks
from concur_workloads.backends.supervised.message_pipe import Message
from concur_workloads.backends.supervised.orders import READY, UNFIT, WARM, WARM_UP, Answer, pickled
from concur_workloads.backends.task_source import TaskSource
from concur_workloads.digest import add_digests
from concur_workloads.recorder.layout import Gate
from concur_workloads.worker import describe, make_argument

# As a plain number: to name a member of an enum takes long where it is done for each task.
_CANCELLED = int(Gate.CANCELLED)

_LIMIT_POLL_S = 0.02


class SupervisedBackend(ABC, Generic[W]):
    """Keeps the workers of a crew supplied, whatever kind of thing they are."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._reporter = Reporter(host)
        self._crew = self._make_crew()
        self._lanes = range(1, host.spec.workers + 1)
        self._started = False
        self._source = TaskSource(0, 1)
        self._outcome: PassOutcome | None = None
        self._lost: LostTasks | None = None

    @abstractmethod
    def _make_crew(self) -> Crew[W]:
        """The crew, which calls `_on_message` and `_on_exit`."""

    @abstractmethod
    def _enforce_limit(self, limit_s: float) -> None:
        """End tasks that have taken longer, if that can be done here; called again and again."""

    def start(self) -> None:
        """Create all workers, then wait for all to be ready."""
        for lane in self._lanes:
            self._crew.create(lane)
        self._until(lambda worker: worker.ready)
        self._started = True

    def warm_up(self) -> None:
        """Let all workers run their warm-up tasks at the same time."""
        for worker in self._crew:
            self._send_warm_up(worker)
        self._until(lambda worker: worker.warm)

    def _until(self, reached: Callable[[W], bool]) -> None:
        while not all(map(reached, self._crew)) and not self._cancelled:
            self._host.step(None)

    @property
    def _cancelled(self) -> bool:
        return bool(self._host.recording.gate_word[0] == _CANCELLED)

    def run_pass(self, number: int) -> PassOutcome:
        """Keep every worker supplied until all tasks have ended."""
        spec = self._host.spec
        self._complete_crew()
        self._source = TaskSource(spec.tasks, spec.chunk_size)
        self._outcome = outcome = self._reporter.begin(number)
        self._failed = FailedTasks(self._host, outcome, self._source)
        self._lost = LostTasks(self._host, outcome, self._source, self._failed)
        self._hand_out_to_all()
        has_limits = spec.timeout_s is not None or spec.max_tasks_per_child is not None
        while self._crew.has_busy() or self._may_take():
            self._host.step(_LIMIT_POLL_S if has_limits else None)
            if spec.max_tasks_per_child is not None:
                self._crew.hasten_retired()
            if spec.timeout_s is not None:
                self._enforce_limit(spec.timeout_s)
        self._outcome = self._lost = None
        return outcome.end()

    def _complete_crew(self) -> None:
        """Workers that died since the last pass have successors before the clock starts."""
        present = {worker.lane for worker in self._crew}
        for lane in self._lanes:
            if lane not in present:
                self._crew.create(lane)
        self._until(lambda worker: worker.warm)

    def _may_take(self) -> bool:
        """Tasks may be left when all workers died and their successors are still starting."""
        return self._source.left and (not self._cancelled or self._is_awaited())

    def _is_awaited(self) -> bool:
        """Whether workers are on tasks that wait for the next one, and could not end without it."""
        return self._host.workload.together and self._source.is_within_round(
            self._host.spec.workers
        )

    def _on_message(self, worker: W) -> None:
        try:
            messages = worker.pipe.take()
        except (EOFError, OSError):
            self._crew.mute(worker)
            return
        if worker.chunks:
            self._take_all(worker, messages)
            self._hand_out(worker)
            return
        for message in messages:
            if message.startswith(UNFIT):
                cause = message[len(UNFIT) :].decode()
                raise Broken(f"Worker {worker.lane} could not be set up: {cause}.")
            if message == READY:
                worker.ready = True
                self._reporter.worker_ready(worker.lane)
                if self._started:
                    self._send_warm_up(worker)
            elif message == WARM:
                worker.warm = True
                self._hand_out_to_all()

    def _take_all(self, worker: W, messages: list[Message]) -> None:
        if messages:
            worker.pace.answered(len(messages))
        for message in messages:
            worker.chunks.popleft()
            self._take(worker, Answer.from_bytes(message))

    def _take(self, worker: W, answer: Answer) -> None:
        outcome = self._outcome
        assert outcome is not None
        for task, cause in answer.failures:
            self._failed.add(task, worker.lane, cause)
        try:
            pickle.loads(answer.results)
        except Exception as error:  # noqa: BLE001 - unpickling runs the user's code
            outcome.failed += answer.completed
            outcome.cause = (
                f"Results of worker {worker.lane} cannot be unpickled: {describe(error)}"
            )
            return
        outcome.completed += answer.completed
        outcome.digest = add_digests(outcome.digest, answer.digest)

    def _hand_out_to_all(self) -> None:
        """Give every worker that rests something to do, if a pass is on."""
        for worker in self._crew:
            rests = worker.warm and not worker.chunks and not worker.is_retired
            if self._outcome is not None and rests:
                self._hand_out(worker)

    def _hand_out(self, worker: W) -> None:
        """Send as many chunks as the worker may have."""
        if not worker.chunks:
            worker.pace.begin()
        orders = []
        while len(worker.chunks) < worker.pace.most_chunks and self._may_take():
            if worker.tasks_left == 0:
                break
            chunk = self._source.take(worker.tasks_left)
            if chunk is None:
                break
            order = self._order(chunk)
            if order is not None:
                orders.append(order)
                worker.chunks.append(chunk)
                if worker.tasks_left is not None:
                    worker.tasks_left -= len(chunk)
        if orders:
            self._crew.send(worker, *orders)
        elif worker.tasks_left == 0 and not worker.chunks:
            self._crew.retire(worker)

    def _order(self, chunk: range) -> bytes | None:
        """The message for a chunk; None if it cannot be made, which is then dealt with."""
        outcome, host = self._outcome, self._host
        assert outcome is not None
        try:
            arguments = [make_argument(host.workload, task, host.settings) for task in chunk]
            return pickled((chunk[0], arguments, outcome.number))
        except Exception as error:  # noqa: BLE001 - pickling runs the user's code
            self._refuse(chunk, error)
            return None

    def _refuse(self, chunk: range, error: Exception) -> None:
        """An argument cannot be made or pickled: of a longer chunk, find out whose."""
        if len(chunk) > 1:
            for task in chunk:
                self._source.give_back(range(task, task + 1))
            return
        cause = f"its argument cannot be pickled: {describe(error, place=False)}"
        self._failed.add(chunk[0], None, cause)

    def _send_warm_up(self, worker: W) -> None:
        self._crew.send(worker, pickled(WARM_UP))

    def _on_exit(self, worker: W, cause: str) -> None:
        self._read_last_words(worker)
        self._crew.dismiss(worker)
        if not worker.warm:
            raise Broken(f"Worker {worker.lane} {cause} before it could take a task.")
        if self._lost is not None:
            self._lost.account_for(worker, cause)
        if self._outcome is None or self._may_take():
            self._crew.create(worker.lane)
            self._hand_out_to_all()

    def _read_last_words(self, worker: W) -> None:
        """What it had sent before it ended still counts."""
        with suppress(EOFError, OSError):
            while worker.chunks and worker.pipe.has_message():
                self._take_all(worker, worker.pipe.take())

    def kill_worker(self, worker: int, signal_name: str) -> None:
        """Send the signal to that worker; what becomes of its task is told when it ends."""
        self._crew.kill(worker, signal_name)

    def stop(self) -> None:
        """End all workers, by force if they do not end in time."""
        self._crew.stop()
