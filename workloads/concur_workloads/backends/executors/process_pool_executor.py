"""`concurrent.futures.ProcessPoolExecutor`, as it is: also in how it breaks."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Collection
from concurrent.futures import Executor, InvalidStateError, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from typing import NoReturn

from concur_workloads.backends.base import Broken, Host, PassOutcome, Refusal
from concur_workloads.backends.executor_worker import settle_in_turn, settle_process
from concur_workloads.backends.executors.executor import Answer, Chunk, ExecutorBackend
from concur_workloads.backends.executors.executor_processes import ExecutorProcesses
from concur_workloads.backends.executors.pool_post_mortem import PoolPostMortem
from concur_workloads.backends.executors.unseen_death import UnseenDeath
from concur_workloads.backends.observed_context import observed_context
from concur_workloads.isolation import parent_of_workers
from concur_workloads.protocol.events import Note

_JOIN_LIMIT_S = 1.0

#: Where workers are replaced, how soon the next one is seen.
_SUCCESSOR_POLL_S = 0.005

_NO_SUCCESSOR = (
    "every process has ended after its max_tasks_per_child, and ProcessPoolExecutor of this Python "
    "starts no other, but would wait for ever"
)
_UNSEEN = (
    "ProcessPoolExecutor itself would wait for ever: a process that a task left behind holds the "
    "pipe whose end it waits for."
)

_DEATH_POLL_S = 0.05


class NoSuccessor(Exception):
    """Tasks wait for processes that never come."""


class ProcessPoolExecutorBackend(ExecutorBackend):
    """The genuine pool of processes: one that dies takes the pool with it."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self._processes = ExecutorProcesses(host, self._readers)
        self._killed: dict[int, str] = {}
        self._post_mortem = PoolPostMortem(self._processes, self._readers, self._killed)
        self._deaths = UnseenDeath(host)
        self._broken = self._waits_for_ever = False

    def _make_executor(self) -> Executor:
        spec = self._host.spec
        context = observed_context(spec.start_method, self._processes.creating)
        parent = parent_of_workers(spec.start_method)
        if spec.max_tasks_per_child is None:
            return ProcessPoolExecutor(
                spec.workers,
                mp_context=context,
                initializer=settle_process,
                initargs=(self._home(), parent),
            )
        if sys.version_info < (3, 11):
            raise Broken("ProcessPoolExecutor takes max_tasks_per_child from Python 3.11 on.")
        return ProcessPoolExecutor(
            spec.workers,
            mp_context=context,
            initializer=settle_in_turn,
            initargs=(self._home(), parent, spec.warm_up),
            max_tasks_per_child=spec.max_tasks_per_child,
        )

    def start(self) -> None:
        """Start the pool and remember its processes, for their exit codes."""
        super().start()
        self._processes.look()
        if self._executor is not None and self._host.spec.max_tasks_per_child is None:
            # A pool notices only the deaths of processes that it had when it last got something
            # to do, which may have been before it made the last of them.
            self._meeting.invite(self._executor.submit(os.getpid))
            for lane, process in self._processes:
                self._deaths.watch(lane, process)

    def _step(self, in_flight: Collection[Answer]) -> None:
        if self._host.spec.max_tasks_per_child is None:
            self._host.step(None if self._deaths.lane is None else _DEATH_POLL_S)
            if self._deaths.is_overdue() and len(self._finished) < len(in_flight):
                self._tell_unseen_death()
            return
        self._host.step(_SUCCESSOR_POLL_S)
        self._processes.look()
        if not self._waits_for_ever and self._processes.have_all_gone():
            self._waits_for_ever = True
            for future in in_flight:
                with suppress(InvalidStateError):
                    future.set_exception(NoSuccessor(_NO_SUCCESSOR))

    def kill_worker(self, worker: int, signal_name: str) -> None:
        """Send the signal to that process, which breaks the pool: that is how this executor is."""
        process = self._processes.of(worker)
        if process is None or process.pid is None or self._broken or not process.is_alive():
            raise Refusal(f"Worker {worker} is not running now.")
        try:
            os.kill(process.pid, signal.Signals[signal_name])
        except ProcessLookupError:
            # The pool's own thread waited for it, so `is_alive` could not see that it had ended.
            raise Refusal(f"Worker {worker} is not running now.") from None
        self._killed[worker] = signal_name

    def _lose(self, outcome: PassOutcome, chunk: Chunk, error: BaseException) -> None:
        if isinstance(error, BrokenProcessPool) and not self._broken:
            outcome.cause = self._cause_of(error)
        super()._lose(outcome, chunk, error)

    def _cause_of(self, error: BaseException) -> str:
        cause = super()._cause_of(error)
        if not isinstance(error, BrokenProcessPool) or self._broken:
            return cause
        self._broken = True
        self._shut_down()
        why = self._post_mortem.known() or self._post_mortem.unloadable(error)
        return f"{cause} {why or self._post_mortem.unknown()}".rstrip()

    def _tell_unseen_death(self) -> NoReturn:
        """A process that a task left behind keeps open what tells the pool of a death."""
        self._waits_for_ever = True
        died = [each for each in self._processes if each[0] == self._deaths.lane]
        raise Broken(f"{self._post_mortem.end_of(*died[0])} {_UNSEEN}")

    def _shut_down(self) -> None:
        """End the pool, which would wait for ever for a process that does not end."""
        assert self._executor is not None
        if self._waits_for_ever:
            self._executor.shutdown(wait=False, cancel_futures=True)
            self._host.abandon("a thread of ProcessPoolExecutor that waits for ever")
            return
        ending = threading.Thread(
            target=self._executor.shutdown, kwargs={"cancel_futures": True}, daemon=True
        )
        ending.start()
        ending.join(_JOIN_LIMIT_S)
        if ending.is_alive():
            lanes = {reader.identity().pid: lane for lane, reader in self._readers.items()}
            for process in multiprocessing.active_children():
                process.kill()
                who = f"worker {lanes.get(process.pid or 0)} (process {process.pid})"
                text = f"{who} did not end with the pool, so it was killed"
                self._host.emit(Note("warning", text))
            ending.join()

    def stop(self) -> None:
        """Shut the pool down and tell how each process ended."""
        if self._executor is not None:
            self._shut_down()
        if not self._waits_for_ever:
            self._wakeup.close()
        self._deaths.close()
        for lane, process in self._processes:
            if process.exitcode is not None or not self._waits_for_ever:
                self._processes.tell_end(lane, process, as_planned=not self._broken)
