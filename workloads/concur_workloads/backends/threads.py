"""`threading.Thread`: threads of one process, each taking the next task from a shared source."""

from __future__ import annotations

import os
import queue
import threading
from time import monotonic, monotonic_ns

from concur_workloads.backends.base import Broken, Host, PassOutcome, Refusal
from concur_workloads.backends.failed_tasks import FailedTasks
from concur_workloads.backends.reporting import Reporter
from concur_workloads.backends.task_source import TaskSource
from concur_workloads.backends.wakeup import Wakeup
from concur_workloads.digest import add_digests
from concur_workloads.recorder.layout import Gate
from concur_workloads.worker import Worker, describe, make_argument
from concur_workloads.worker_setup import SetupError

_JOIN_LIMIT_S = 1.0


class _Pass:
    """What the threads of one pass share: the source; and what each leaves when it is done."""

    def __init__(self, number: int, source: TaskSource) -> None:
        self.number = number
        self.source = source
        self.done: queue.SimpleQueue[_Share] = queue.SimpleQueue()


class _Share:
    """What one thread did in one pass."""

    def __init__(self) -> None:
        self.completed = 0
        self.digest = 0


class _WorkerThread:
    """One real `threading.Thread` and the queue that its orders come by."""

    def __init__(self, backend: ThreadBackend, lane: int) -> None:
        self.lane = lane
        self.orders: queue.SimpleQueue[_Pass | str] = queue.SimpleQueue()
        self._backend = backend
        self._created_ns = monotonic_ns()
        self.unfit = ""
        # By default a daemon: one that hangs does not keep the runner from ending.
        daemon = backend.host.spec.daemon != "no"
        self.thread = threading.Thread(target=self._live, name=f"worker-{lane}", daemon=daemon)
        self.thread.start()

    def _live(self) -> None:
        backend, host = self._backend, self._backend.host
        worker = Worker(host.workload, host.settings, host.setup, host.recording, self.lane)
        try:
            worker.get_ready(self._created_ns)
        except SetupError as error:
            self.unfit = str(error)
        backend.rested.send()
        while True:
            order = self.orders.get()
            if isinstance(order, _Pass):
                backend.run_share(worker, order)
            elif order == "warm up":
                worker.warm_up(host.spec.warm_up)
            else:
                worker.end()
                return
            backend.rested.send()


class ThreadBackend:
    """Our own supervision of threads: the main thread waits, the workers serve themselves."""

    def __init__(self, host: Host) -> None:
        self.host = host
        #: A thread sends one signal here whenever it has nothing more to do.
        self.rested = Wakeup(host)
        self._reporter = Reporter(host)
        self._failures: queue.SimpleQueue[tuple[int, int, str]] = queue.SimpleQueue()
        self._workers: list[_WorkerThread] = []

    def start(self) -> None:
        """Create and start the threads."""
        for lane in range(1, self.host.spec.workers + 1):
            self._reporter.worker_starting(lane)
            try:
                self._workers.append(_WorkerThread(self, lane))
            except RuntimeError as error:
                raise Broken(f"Thread {lane} could not be started: {error}.") from error
        self.rested.wait_for(len(self._workers))
        for each in self._workers:
            if each.unfit:
                raise Broken(f"Worker {each.lane} could not be set up: {each.unfit}.")
            self._reporter.worker_ready(each.lane)

    def warm_up(self) -> None:
        """Let all threads run their warm-up tasks at the same time."""
        self._order_all("warm up")
        self.rested.wait_for(len(self._workers))

    def run_pass(self, number: int) -> PassOutcome:
        """Open the source to all threads and wait until each found it empty."""
        spec = self.host.spec
        shared = _Pass(number, TaskSource(spec.tasks, spec.chunk_size))
        outcome = self._reporter.begin(number)
        failed = FailedTasks(self.host, outcome, shared.source)
        while True:
            self._order_all(shared)
            self.rested.wait_for(len(self._workers), each=lambda: self._tell_failures(failed))
            outcome.end()
            self._tell_failures(failed)
            # What is tried again may have come back when all had found the source empty.
            if not shared.source.left or self.host.recording.gate is Gate.CANCELLED:
                break
        while not shared.done.empty():
            share = shared.done.get()
            outcome.completed += share.completed
            outcome.digest = add_digests(outcome.digest, share.digest)
        return outcome

    def run_share(self, worker: Worker, shared: _Pass) -> None:
        """In a worker thread: run tasks until there is none left or the run is cancelled."""
        share = _Share()
        source, together = shared.source, self.host.workload.together
        goes_on = True
        # Not to wait in a pause for nothing; but whether others wait for a task, its number tells.
        while goes_on and source.left and (together or worker.may_begin()):
            chunk = source.take()
            goes_on = chunk is not None and self._run_chunk(worker, shared.number, chunk, share)
        shared.done.put(share)

    def _run_chunk(self, worker: Worker, number: int, chunk: range, share: _Share) -> bool:
        """False once the run is cancelled."""
        for task in chunk:
            if not worker.may_begin(task):
                return False
            self._run_task(worker, number, task, share)
        return True

    def _run_task(self, worker: Worker, number: int, task: int, share: _Share) -> None:
        host = self.host
        try:
            argument = make_argument(host.workload, task, host.settings)
            result = worker.run(task, argument, number)
            share.digest = add_digests(share.digest, worker.check(task, result))
            share.completed += 1
        except BaseException as error:  # noqa: BLE001 - whatever user code raises
            self._failures.put((task, worker.lane, describe(error)))
            self.rested.nudge()

    def _tell_failures(self, failed: FailedTasks) -> None:
        while not self._failures.empty():
            failed.add(*self._failures.get())

    def _order_all(self, order: _Pass | str) -> None:
        for each in self._workers:
            each.orders.put(order)

    def kill_worker(self, worker: int, signal_name: str) -> None:
        """Threads cannot be killed."""
        raise Refusal(
            f"Worker {worker} is a thread of process {os.getpid()}: {signal_name} would end the "
            "process with all its threads, and Python has no way to end a single thread. "
            "Stop the run instead."
        )

    def stop(self) -> None:
        """Ask all threads to end and wait for them a little."""
        self._order_all("end")
        limit = monotonic() + _JOIN_LIMIT_S
        for each in self._workers:
            each.thread.join(max(0.0, limit - monotonic()))
            if each.thread.is_alive():
                self.host.abandon(f"worker {each.lane}, a thread that is still busy")
            else:
                self._reporter.worker_exited(each.lane, None, expected=True)
        if not any(each.thread.is_alive() for each in self._workers):
            self.rested.close()
