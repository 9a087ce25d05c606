"""`multiprocessing.Process`: supervised one by one, so that no fault reaches beyond its task.

Each worker has a private pipe and one chunk at a time; there is no lock that a dying worker could
take along. The runner stays single-threaded, so it may fork at any time.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from time import monotonic, monotonic_ns

from concur_workloads.backends.base import Broken, Host, PassOutcome, Refusal
from concur_workloads.backends.reporting import Reporter
from concur_workloads.backends.task_source import TaskSource
from concur_workloads.backends.worker_process import (
    END,
    READY,
    WARM_UP,
    Home,
    WorkerProcess,
    pickled,
)
from concur_workloads.exit_status import exit_words
from concur_workloads.protocol.events import Note
from concur_workloads.recorder.layout import Gate, State
from concur_workloads.recorder.reader import LaneReader
from concur_workloads.worker import add_digests, describe, make_argument

# As a plain number: to name a member of an enum takes long where it is done for each task.
_CANCELLED = int(Gate.CANCELLED)

_JOIN_LIMIT_S = 1.0
_LIMIT_POLL_S = 0.02

#: How often tasks that no worker had begun are handed out again when workers die.
_MOST_RETRIES = 3


class ProcessBackend:
    """Our own supervision of real `Process` objects."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._reporter = Reporter(host)
        self._context = multiprocessing.get_context(host.spec.start_method)
        self._workers: dict[int, WorkerProcess] = {}
        self._readers = {
            lane: LaneReader(host.recording, lane) for lane in range(1, host.spec.workers + 1)
        }
        self._killed: dict[int, tuple[signal.Signals, str]] = {}
        self._started = False
        self._retries: dict[range, int] = {}
        self._source = TaskSource(0, 1)
        self._outcome: PassOutcome | None = None
        host.on_fork(self._close_in_child)

    def start(self) -> None:
        """Create all processes, then wait for all to be ready."""
        for lane in self._readers:
            self._create(lane)
        self._until(lambda worker: worker.ready)
        self._started = True

    def warm_up(self) -> None:
        """Let all workers run their warm-up tasks at the same time."""
        for worker in list(self._workers.values()):
            self._send_warm_up(worker)
        self._until(lambda worker: worker.warm)

    def _until(self, reached: Callable[[WorkerProcess], bool]) -> None:
        while not all(map(reached, self._workers.values())):
            if self._host.recording.gate is Gate.CANCELLED:
                return
            self._host.step(None)

    def run_pass(self, number: int) -> PassOutcome:
        """Keep every worker busy with one chunk until all tasks have ended."""
        host = self._host
        self._source = TaskSource(host.spec.tasks, host.spec.chunk_size)
        self._retries.clear()
        self._outcome = outcome = self._reporter.begin(number)
        self._hand_out_to_all()
        poll_s = None if host.spec.timeout_s is None else _LIMIT_POLL_S
        while self._busy() or self._may_take():
            host.step(poll_s)
            if poll_s is not None:
                self._enforce_limit(host.spec.timeout_s or 0.0)
        self._outcome = None
        return outcome.end()

    def _busy(self) -> bool:
        return any(worker.chunk is not None for worker in self._workers.values())

    def _may_take(self) -> bool:
        """Tasks may be left when all workers died and their successors are still starting."""
        return self._source.left and self._host.recording.gate_word[0] != _CANCELLED

    def _create(self, lane: int) -> None:
        host = self._host
        # The parent of a worker from a fork server is that server, not this process.
        parent = None if host.spec.start_method == "forkserver" else os.getpid()
        home = Home(
            host.recording.path,
            lane,
            host.workload.name,
            host.settings,
            host.spec.warm_up,
            monotonic_ns(),
            parent,
        )
        worker = WorkerProcess(self._context, home)
        self._workers[lane] = worker
        host.watch(worker.connection.fileno(), partial(self._on_message, worker))
        host.watch(worker.process.sentinel, partial(self._on_exit, worker))

    def _on_message(self, worker: WorkerProcess) -> None:
        try:
            message = worker.receive()
        except (EOFError, OSError):
            # It has closed its end; what that means is told by its exit.
            self._host.unwatch(worker.connection.fileno())
            return
        if not isinstance(message, str):
            self._take(worker, *message)
            self._hand_out(worker)
        elif message == READY:
            worker.ready = True
            self._reporter.worker_ready(worker.lane)
            if self._started:
                self._send_warm_up(worker)
        else:
            worker.warm = True
            self._hand_out_to_all()

    def _take(
        self,
        worker: WorkerProcess,
        results: bytes,
        completed: int,
        folded: int,
        failures: list[tuple[int, str]],
    ) -> None:
        worker.chunk = None
        outcome = self._outcome
        assert outcome is not None
        for task, cause in failures:
            self._reporter.task_failed(outcome, task, worker.lane, cause)
        try:
            pickle.loads(results)
        except Exception as error:  # noqa: BLE001 - unpickling runs the user's code
            outcome.failed += completed
            outcome.cause = (
                f"Results of worker {worker.lane} cannot be unpickled: {describe(error)}"
            )
            return
        outcome.completed += completed
        outcome.digest = add_digests(outcome.digest, folded)

    def _hand_out_to_all(self) -> None:
        """Give every worker that rests something to do, if a pass is on."""
        for worker in self._workers.values():
            if self._outcome is not None and worker.warm and worker.chunk is None:
                self._hand_out(worker)

    def _hand_out(self, worker: WorkerProcess) -> None:
        """Send the next chunk that can be sent."""
        outcome = self._outcome
        assert outcome is not None
        host = self._host
        while self._may_take() and (chunk := self._source.take()) is not None:
            try:
                arguments = [make_argument(host.workload, task, host.settings) for task in chunk]
                message = pickled((chunk[0], arguments, outcome.number))
            except Exception as error:  # noqa: BLE001 - pickling runs the user's code
                self._refuse(outcome, chunk, error)
                continue
            worker.chunk = chunk
            # One that died idle gives the chunk back when its exit is noticed.
            with suppress(OSError):
                worker.send(message)
            return

    def _refuse(self, outcome: PassOutcome, chunk: range, error: Exception) -> None:
        """An argument cannot be made or pickled: of a longer chunk, find out whose."""
        if len(chunk) > 1:
            for task in chunk:
                self._source.give_back(range(task, task + 1))
            return
        cause = f"its argument cannot be pickled: {describe(error, place=False)}"
        self._reporter.task_failed(outcome, chunk[0], None, cause)

    def _send_warm_up(self, worker: WorkerProcess) -> None:
        # One that has died is dealt with when its exit is noticed.
        with suppress(OSError):
            worker.send(pickled(WARM_UP))

    def _on_exit(self, worker: WorkerProcess) -> None:
        self._drain(worker)
        self._forget(worker)
        worker.process.join()
        code = worker.process.exitcode
        number, words = self._killed.pop(worker.lane, (None, ""))
        cause = words if number is not None and code == -number else exit_words(code)
        self._reporter.worker_exited(worker.lane, code, expected=False)
        if not worker.warm:
            raise Broken(f"Worker {worker.lane} {cause} before it could take a task.")
        self._account_for(worker, cause)
        if self._outcome is None or self._may_take():
            self._create(worker.lane)
            self._hand_out_to_all()

    def _drain(self, worker: WorkerProcess) -> None:
        """What it had sent before it ended still counts."""
        try:
            while worker.chunk is not None and worker.connection.poll():
                message = worker.receive()
                if not isinstance(message, str):
                    self._take(worker, *message)
        except (EOFError, OSError):
            return

    def _forget(self, worker: WorkerProcess) -> None:
        self._host.unwatch(worker.connection.fileno())
        self._host.unwatch(worker.process.sentinel)
        worker.connection.close()
        del self._workers[worker.lane]

    def _account_for(self, worker: WorkerProcess, cause: str) -> None:
        """Blame the task that it was on; hand out again those whose results died with it."""
        outcome, chunk = self._outcome, worker.chunk
        if chunk is None or outcome is None:
            return
        status = self._readers[worker.lane].status()
        running = status.state is State.RUNNING and status.number == outcome.number
        if running and status.task in chunk:
            pid = worker.process.pid
            text = f"its process ({pid}) {cause}"
            self._reporter.task_failed(outcome, status.task, worker.lane, text)
            rest = [range(chunk.start, status.task), range(status.task + 1, chunk.stop)]
        else:
            rest = [chunk]
        for part in filter(None, rest):
            self._retry(outcome, worker, part, cause)

    def _retry(self, outcome: PassOutcome, worker: WorkerProcess, part: range, cause: str) -> None:
        self._retries[part] = self._retries.get(part, 0) + 1
        if self._retries[part] <= _MOST_RETRIES:
            text = f"tasks {part[0]} to {part[-1]} of worker {worker.lane} are handed out again"
            self._host.emit(Note("warning", text))
            self._source.give_back(part)
            return
        for task in part:
            text = f"its process {cause} before it began the task, as did others before it"
            self._reporter.task_failed(outcome, task, worker.lane, text)

    def _enforce_limit(self, limit_s: float) -> None:
        now_ns = monotonic_ns()
        for worker in self._workers.values():
            number, _ = self._killed.get(worker.lane, (None, ""))
            if worker.chunk is None or number is signal.SIGKILL:
                continue
            status = self._readers[worker.lane].status()
            if status.state is State.RUNNING and now_ns - status.since_ns > limit_s * 1e9:
                words = f"was killed because it exceeded the time limit of {limit_s:g} s"
                self._signal(worker, signal.SIGKILL, words)

    def _signal(self, worker: WorkerProcess, number: signal.Signals, words: str) -> None:
        pid = worker.process.pid
        assert pid is not None
        self._killed[worker.lane] = (number, words)
        os.kill(pid, number)

    def kill_worker(self, worker: int, signal_name: str) -> None:
        """Send the signal to that process; what becomes of its task is told when it ends."""
        found = self._workers.get(worker)
        if found is None or not found.process.is_alive():
            raise Refusal(f"Worker {worker} is not running now.")
        words = f"was ended by {signal_name} on request"
        self._signal(found, signal.Signals[signal_name], words)

    def stop(self) -> None:
        """Ask all workers to end, then terminate, then kill those who do not."""
        for worker in self._workers.values():
            self._host.unwatch(worker.connection.fileno())
            self._host.unwatch(worker.process.sentinel)
            with suppress(OSError):
                worker.send(pickled(END))
        self._join_all()
        for worker in self._workers.values():
            if worker.process.is_alive():
                worker.process.terminate()
        self._join_all()
        for worker in self._workers.values():
            if worker.process.is_alive():
                worker.process.kill()
            worker.process.join()
            code = worker.process.exitcode
            self._reporter.worker_exited(worker.lane, code, expected=True)

    def _join_all(self) -> None:
        limit = monotonic() + _JOIN_LIMIT_S
        for worker in self._workers.values():
            worker.process.join(max(0.0, limit - monotonic()))

    def _close_in_child(self) -> None:
        """A worker must not hold the runner's ends of its siblings' pipes."""
        for worker in self._workers.values():
            worker.connection.close()
