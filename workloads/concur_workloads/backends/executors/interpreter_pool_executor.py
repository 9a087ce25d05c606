"""`concurrent.futures.InterpreterPoolExecutor`, as it is."""

from __future__ import annotations

import concurrent.futures
import os
import pickle
import threading
from concurrent.futures import Executor
from typing import Any

from concur_workloads.backends.base import Host, PassOutcome, Refusal
from concur_workloads.backends.executors.executor import Answer, Chunk
from concur_workloads.backends.executors.thread_pool_executor import ThreadPoolExecutorBackend
from concur_workloads.fresh_interpreter import ENTER, NAMES

_LANE_SIZE = 2
_END_LIMIT_S = 1.0

_SETTLE = f"""
{ENTER}
import os, pickle
from concur_workloads.backends.executor_worker import settle_interpreter
settle_interpreter(pickle.loads(home), int.from_bytes(os.read(lanes, {_LANE_SIZE}), "little"))
"""


class LostError(Exception):
    """What a task raised has been lost."""


class InterpreterPoolExecutorBackend(ThreadPoolExecutorBackend):
    """The genuine pool of interpreters: threads that run one each."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        # Interpreters share no lock, but of a pipe each reads what no other has read.
        self._lanes, writing = os.pipe()
        with open(writing, "wb") as lanes:
            for lane in range(1, host.spec.workers + 1):
                lanes.write(lane.to_bytes(_LANE_SIZE, "little"))

    def _make_executor(self) -> Executor:
        # Only Python 3.14 and later have it.
        futures: Any = concurrent.futures
        names = {**NAMES, "home": pickle.dumps(self._home()), "lanes": self._lanes}
        executor: Executor = futures.InterpreterPoolExecutor(
            self._host.spec.workers,
            thread_name_prefix="worker",
            # A function of ours could not be found in an interpreter that knows nothing of us yet.
            initializer=exec,
            initargs=(_SETTLE, names),
        )
        return executor

    def _take(self, outcome: PassOutcome, chunk: Chunk, future: Answer) -> None:
        if future.exception() is None and future.result() is None:
            error = LostError(
                "InterpreterPoolExecutor gave None for a result, having lost what was raised; it "
                "may give that as the error of a later task"
            )
            self._lose(outcome, chunk, error)
        else:
            super()._take(outcome, chunk, future)

    def kill_worker(self, worker: int, signal_name: str) -> None:
        """Interpreters cannot be killed."""
        raise Refusal(
            f"Worker {worker} is an interpreter in process {os.getpid()}: {signal_name} would end "
            "the process with the whole pool, and Python has no way to end one that is running. "
            "Stop the run instead."
        )

    def stop(self) -> None:
        """Shut down, but do not wait for interpreters whose tasks or threads do not end."""
        if self._executor is not None:
            ending = threading.Thread(target=self._executor.shutdown, daemon=True)
            ending.start()
            ending.join(_END_LIMIT_S)
            if ending.is_alive():
                self._host.abandon("interpreters whose tasks or threads do not end")
                return
        super().stop()
        os.close(self._lanes)
