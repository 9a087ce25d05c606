"""`concurrent.futures.ThreadPoolExecutor`, as it is."""

from __future__ import annotations

import os
import threading
from concurrent.futures import Executor, ThreadPoolExecutor

from concur_workloads.backends.base import Refusal
from concur_workloads.backends.executor_worker import settle
from concur_workloads.backends.executors.executor import ExecutorBackend
from concur_workloads.recorder.layout import State


class _LaneCount:
    """Gives each caller, from any thread, a lane of its own."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = 0

    def __call__(self) -> int:
        with self._lock:
            self._last += 1
            return self._last


class ThreadPoolExecutorBackend(ExecutorBackend):
    """The genuine pool of threads."""

    _pickles = False

    def _make_executor(self) -> Executor:
        return ThreadPoolExecutor(
            self._host.spec.workers,
            thread_name_prefix="worker",
            initializer=settle,
            initargs=(self._home(), _LaneCount()),
        )

    def kill_worker(self, worker: int, signal_name: str) -> None:
        """Threads cannot be killed."""
        raise Refusal(
            f"Worker {worker} is a thread of process {os.getpid()}: {signal_name} would end the "
            "process with the whole pool, and Python has no way to end a single thread. "
            "Stop the run instead."
        )

    def stop(self) -> None:
        """Shut down, but do not wait for threads that hang."""
        busy = [
            lane
            for lane, reader in self._readers.items()
            if reader.status().state in (State.RUNNING, State.WARMING_UP)
        ]
        if not busy:
            super().stop()
            return
        assert self._executor is not None
        self._executor.shutdown(wait=False, cancel_futures=True)
        for lane in busy:
            self._host.abandon(f"worker {lane}, a thread that is still busy")
