"""`pebble.ProcessPool`, as it is: it ends overdue tasks and replaces processes that died."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Collection
from concurrent.futures import Executor, Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from functools import partial
from typing import Any

from pebble import ProcessExpired, ProcessPool

from concur_workloads.backends.base import Host, PassOutcome, Refusal
from concur_workloads.backends.executor_worker import run_chunk, settle_in_turn
from concur_workloads.backends.executors.executor import Answer, Chunk, ExecutorBackend
from concur_workloads.backends.executors.executor_processes import ExecutorProcesses
from concur_workloads.backends.libraries.forgotten_calls import ForgottenCalls
from concur_workloads.backends.observed_context import observed_context
from concur_workloads.backends.parcel import Parcel
from concur_workloads.backends.process_end import true_exit_code
from concur_workloads.exit_status import exit_words
from concur_workloads.isolation import parent_of_workers
from concur_workloads.protocol.events import Note
from concur_workloads.recorder.layout import State

_LOOK_S = 0.02
_CLOSE_LIMIT_S = 1.2


class _Scheduling(Executor):
    """The pool's `schedule` under the name that executors have for it."""

    def __init__(self, pool: ProcessPool, limit_s: float | None) -> None:
        self._pool = pool
        self._limit_s = limit_s

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Schedule a call; only that of a task is limited, not that of the meeting."""
        limit_s = None
        if function is run_chunk and self._limit_s is not None:
            _first, arguments, _number = args
            chunk = arguments.content if isinstance(arguments, Parcel) else arguments
            limit_s = self._limit_s * len(chunk)
        try:
            scheduled: Future[Any] = self._pool.schedule(function, args, kwargs, limit_s)
        except RuntimeError as error:
            # So it says that it broke before.
            raise BrokenProcessPool(str(error)) from error
        return scheduled

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - as executors have it
        """End the pool without what waits in it."""
        self._pool.stop()
        if wait:
            self._pool.join()


class PebbleBackend(ExecutorBackend):
    """One call of `schedule` for each chunk of tasks, which has the time limits of all of them."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self._processes = ExecutorProcesses(host, self._readers)
        self._pool: ProcessPool | None = None
        self._forgotten = ForgottenCalls()
        self._killed: dict[int, str] = {}
        #: By pass and task, the worker that was on it when its process was lost.
        self._was_on: dict[tuple[int, int], int] = {}

    def _make_executor(self) -> Executor:
        spec = self._host.spec
        parent = parent_of_workers(spec.start_method)
        self._pool = ProcessPool(
            spec.workers,
            max_tasks=spec.max_tasks_per_child or 0,
            initializer=partial(settle_in_turn, keeps_signal_handlers=True),
            initargs=(self._home(), parent, spec.warm_up),
            context=observed_context(spec.start_method, self._processes.creating),
        )
        return _Scheduling(self._pool, spec.timeout_s)

    def start(self) -> None:
        """Start the pool and remember its processes."""
        super().start()
        self._processes.look()

    def warm_up(self) -> None:
        """End the meeting, and name the worker that was lost in it."""
        self._meeting.end(self._why_not_warm)

    def _why_not_warm(self, error: BaseException) -> str:
        cause = self._cause_of(error)
        pid = error.pid if isinstance(error, ProcessExpired) else None
        lost = [lane for lane, process in self._processes if process.pid == pid]
        return f"Worker {lost[0]} is lost: {cause}" if lost else cause

    def _step(self, in_flight: Collection[Answer]) -> None:
        self._host.step(_LOOK_S)
        self._processes.look()
        self._processes.tell_ended()
        if self._pool is not None and not self._pool.active:
            self._forgotten.fail(in_flight)

    def _on_done(self, future: Answer) -> None:
        """In a thread of the pool, which has not yet given the lane to another process."""
        error = None if future.cancelled() else future.exception()
        if isinstance(error, ProcessExpired) or _is_limit(error):
            for lane, reader in self._readers.items():
                status = reader.status()
                if status.state is State.RUNNING:
                    self._was_on[status.number, status.task] = lane
        super()._on_done(future)

    def _lane_of(self, outcome: PassOutcome, task: int) -> int | None:
        lane = self._was_on.pop((outcome.number, task), None)
        return lane if lane is not None else super()._lane_of(outcome, task)

    def _lose(self, outcome: PassOutcome, chunk: Chunk, error: BaseException) -> None:
        if isinstance(error, BrokenProcessPool) and not outcome.cause:
            outcome.cause = f"{self._cause_of(error)}.{self._raised()}"
        super()._lose(outcome, chunk, error)

    def _raised(self) -> str:
        """The tasks that raised last: the pool breaks on an exception that it cannot unpickle."""
        failures = ((lane, reader.newest_failure()) for lane, reader in self._readers.items())
        return "".join(
            f" Worker {lane} had raised in task {failure.task}."
            for lane, failure in failures
            if failure is not None
        )

    def _cause_of(self, error: BaseException) -> str:
        if isinstance(error, ProcessExpired):
            pid, code = error.pid or 0, error.exitcode
            how = exit_words(code)
            if pid in self._killed:
                how = f"was ended by {self._killed[pid]} on request"
            return f"its process ({pid}) {how}"
        if _is_limit(error):
            limit = f"the time limit of {self._host.spec.timeout_s:g} s"
            return f"pebble ended its process because it exceeded {limit}"
        return super()._cause_of(error)

    def kill_worker(self, worker: int, signal_name: str) -> None:
        """Send the signal to that process; the pool replaces it."""
        process = self._processes.of(worker)
        if process is None or process.pid is None:
            raise Refusal(f"Worker {worker} is not running now.")
        self._killed[process.pid] = signal_name
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.Signals[signal_name])

    def stop(self) -> None:
        """End the pool, which it does with SIGTERM, and tell how each process ended."""
        has_ended = True
        if self._executor is not None:
            # What a task left behind keeps it waiting for a process that has ended long since.
            ending = threading.Thread(target=self._executor.shutdown, daemon=True)
            ending.start()
            ending.join(_CLOSE_LIMIT_S)
            has_ended = not ending.is_alive()
        self._processes.look()
        for lane, process in self._processes:
            if self._processes.is_told(process):
                continue
            if process.is_alive():
                text = f"worker {lane} (process {process.pid}) did not end with the pool, so it was"
                self._host.emit(Note("warning", f"{text} killed"))
                process.kill()
                process.join()
            code = true_exit_code(process.exitcode, self._host.spec.start_method)
            expected = code in (None, 0, -signal.SIGTERM, signal.SIGTERM)
            self._reporter.worker_exited(lane, code, expected=expected)
        if has_ended:
            self._wakeup.close()


def _is_limit(error: BaseException | None) -> bool:
    """Whether the pool ended a task at its limit; a task may raise an error of that kind too."""
    return isinstance(error, FutureTimeoutError) and error.args[:1] == ("Task timeout",)
