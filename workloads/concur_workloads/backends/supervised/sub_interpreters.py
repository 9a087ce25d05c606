"""Interpreters beside the runner's main one, each with its own GIL, under our own supervision."""

from __future__ import annotations

import os
from functools import partial
from time import monotonic

from concur_workloads.backends.base import Broken, Refusal
from concur_workloads.backends.supervised.crew import Crew
from concur_workloads.backends.supervised.orders import END, pickled
from concur_workloads.backends.supervised.supervised import SupervisedBackend
from concur_workloads.backends.supervised.worker_interpreter import WorkerInterpreter

#: Until they must have ended: one, each further one, and all together.
_JOIN_LIMIT_S = 1.0
_JOIN_EACH_S = 0.05
_JOIN_ALL_S = 4.0


class SubInterpreterBackend(SupervisedBackend[WorkerInterpreter]):
    """A thread for each interpreter, which takes orders by a private pipe."""

    def _make_crew(self) -> Crew[WorkerInterpreter]:
        return InterpreterCrew(self._host, self._on_message, self._on_exit)

    def _enforce_limit(self, limit_s: float) -> None:
        """No task can be ended here; the program ends the whole run instead."""


class InterpreterCrew(Crew[WorkerInterpreter]):
    """Holds a `WorkerInterpreter` for each lane."""

    def create(self, lane: int) -> None:
        """Start the thread that creates and runs an interpreter for a lane."""
        host = self._host
        self._reporter.worker_starting(lane)
        worker = WorkerInterpreter(self._home(lane), host.spec)
        try:
            worker.start()
        except RuntimeError as error:
            raise Broken(
                f"The thread of interpreter {lane} could not be started: {error}."
            ) from error
        self._workers[lane] = worker
        host.watch(worker.pipe.fileno(), partial(self._on_message, worker))
        host.watch(worker.sentinel, partial(self._ended, worker))

    def _ended(self, worker: WorkerInterpreter) -> None:
        self._join(worker, None)
        self._reporter.worker_exited(worker.lane, None, expected=worker.is_retired)
        self._on_exit(worker, f"ended with {worker.failure}" if worker.failure else "ended")

    def _join(self, worker: WorkerInterpreter, limit_s: float | None) -> bool:
        """Whether it has ended within the limit."""
        worker.thread.join(limit_s)
        if worker.thread.is_alive():
            return False
        self._host.unwatch(worker.sentinel)
        os.close(worker.sentinel)
        return True

    def kill(self, lane: int, signal_name: str) -> None:
        """Interpreters cannot be killed."""
        raise Refusal(
            f"Worker {lane} is an interpreter in process {os.getpid()}: {signal_name} would end "
            "the process with all its interpreters, and Python has no way to end one that is "
            "running. Stop the run instead."
        )

    def stop(self) -> None:
        """Ask all interpreters to end and wait for them a little."""
        for worker in self:
            self.send(worker, pickled(END))
            self.mute(worker)
            worker.pipe.close()
        limit_s = _JOIN_LIMIT_S + _JOIN_EACH_S * len(self._workers)
        limit = monotonic() + min(limit_s, _JOIN_ALL_S)
        for worker in self:
            if self._join(worker, max(0.0, limit - monotonic())):
                self._reporter.worker_exited(worker.lane, None, expected=True)
            else:
                self._host.abandon(f"worker {worker.lane}, an interpreter that is still busy")
