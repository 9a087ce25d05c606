"""The supervised processes of one run: created, watched, killed and joined one by one."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from multiprocessing.connection import wait
from time import monotonic

from concur_workloads.backends.base import Host, Refusal
from concur_workloads.backends.supervised.crew import Crew
from concur_workloads.backends.supervised.orders import END, pickled
from concur_workloads.backends.supervised.worker_process import WorkerProcess
from concur_workloads.exit_status import exit_words
from concur_workloads.isolation import parent_of_workers
from concur_workloads.protocol.events import Note

_JOIN_LIMIT_S = 1.0


class ProcessCrew(Crew[WorkerProcess]):
    """Holds a `WorkerProcess` for each lane."""

    def __init__(
        self,
        host: Host,
        on_message: Callable[[WorkerProcess], None],
        on_exit: Callable[[WorkerProcess, str], None],
    ) -> None:
        super().__init__(host, on_message, on_exit)
        self._context = multiprocessing.get_context(host.spec.start_method)
        self._signals: dict[int, tuple[signal.Signals, str]] = {}
        host.on_fork(self._close_in_child)

    def create(self, lane: int) -> None:
        """Start a process for a lane; raises OSError."""
        host = self._host
        parent = parent_of_workers(host.spec.start_method)
        self._reporter.worker_starting(lane)
        self._workers[lane] = worker = WorkerProcess(
            self._context, self._home(lane), parent, host.spec
        )
        try:
            worker.start()
        except OSError:
            worker.close()
            del self._workers[lane]
            raise
        host.watch(worker.pipe.fileno(), partial(self._on_message, worker))
        host.watch(worker.end, partial(self._ended, worker))

    def retire(self, worker: WorkerProcess) -> None:
        """Ask one that has no chunks to end; `hasten_retired` sees to it that it does."""
        super().retire(worker)
        worker.retired_s = monotonic()

    def hasten_retired(self) -> None:
        """Kill those that were asked to end and wait for something that a task left in them."""
        for worker in self:
            late = worker.is_retired and monotonic() > worker.retired_s + _JOIN_LIMIT_S
            if late and not self.is_being_killed(worker):
                self.signal(worker, signal.SIGKILL, "was killed because it did not end when asked")

    def _ended(self, worker: WorkerProcess) -> None:
        self._host.unwatch(worker.end)
        worker.process.join()
        code = worker.process.exitcode
        number, words = self._signals.pop(worker.lane, (None, ""))
        self._reporter.worker_exited(worker.lane, code, expected=worker.is_retired and code == 0)
        self._on_exit(worker, words if number is not None and code == -number else exit_words(code))

    def signal(self, worker: WorkerProcess, number: signal.Signals, words: str) -> None:
        """Send a signal; `words` say how it ended, should that end it."""
        pid = worker.process.pid
        assert pid is not None
        self._signals[worker.lane] = (number, words)
        # It may have ended just now; that is noticed by itself.
        with suppress(ProcessLookupError):
            os.kill(pid, number)

    def is_being_killed(self, worker: WorkerProcess) -> bool:
        """Whether SIGKILL is on its way."""
        number, _ = self._signals.get(worker.lane, (None, ""))
        return number is signal.SIGKILL

    def kill(self, lane: int, signal_name: str) -> None:
        """Send a signal that a person asked for; raises Refusal."""
        worker = self._workers.get(lane)
        if worker is None or not worker.process.is_alive():
            raise Refusal(f"Worker {lane} is not running now.")
        words = f"was ended by {signal_name} on request"
        self.signal(worker, signal.Signals[signal_name], words)

    def stop(self) -> None:
        """Ask all workers to end, then terminate, then kill those who do not."""
        for worker in self:
            self.mute(worker)
            self._host.unwatch(worker.end)
            self.send(worker, pickled(END))
        self._join()
        for worker in self:
            if worker.process.is_alive():
                worker.process.terminate()
                who = f"worker {worker.lane} (process {worker.process.pid})"
                self._host.emit(Note("warning", f"{who} did not end when asked, so it was ended"))
        self._join()
        for worker in self:
            if worker.process.is_alive():
                worker.process.kill()
            worker.process.join()
            code = worker.process.exitcode
            self._reporter.worker_exited(worker.lane, code, expected=code == 0)
            worker.close()
        self._workers.clear()

    def _join(self) -> None:
        limit = monotonic() + _JOIN_LIMIT_S
        for worker in self:
            if wait([worker.end], max(0.0, limit - monotonic())):
                worker.process.join()

    def _close_in_child(self) -> None:
        """A worker must not hold what the runner has of it and of its siblings."""
        for worker in self:
            worker.close()
