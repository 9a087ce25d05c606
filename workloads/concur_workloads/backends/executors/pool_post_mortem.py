"""Why a `ProcessPoolExecutor` broke, from how its processes ended and what their lanes say."""

from __future__ import annotations

import signal
from collections.abc import Mapping
from multiprocessing.process import BaseProcess

from concur_workloads.backends.executors.executor_processes import ExecutorProcesses
from concur_workloads.exit_status import exit_words
from concur_workloads.recorder.layout import State
from concur_workloads.recorder.reader import LaneReader

#: How a process ends whose task is done, and how the pool itself ends all others when one died.
_NO_CULPRIT = (0, -signal.SIGTERM)


class PoolPostMortem:
    """Names who died, once the pool has ended; `killed` has the signals that were asked for."""

    def __init__(
        self,
        processes: ExecutorProcesses,
        readers: Mapping[int, LaneReader],
        killed: Mapping[int, str],
    ) -> None:
        self._processes = processes
        self._readers = readers
        self._killed = killed

    def known(self) -> str:
        """A sentence for each process that surely died before the pool ended the others."""
        return " ".join(
            self.end_of(lane, process)
            for lane, process in self._processes
            if lane in self._killed
            or self._processes.exit_code(process) not in (None, *_NO_CULPRIT)
        )

    def unknown(self) -> str:
        """A sentence for each process that may have died first: its exit code is lost."""
        return " ".join(
            self.end_of(lane, process)
            for lane, process in self._processes
            if process.exitcode is not None and self._processes.exit_code(process) is None
        )

    def end_of(self, lane: int, process: BaseProcess) -> str:
        """Who it was, how it ended and on what."""
        words = exit_words(self._processes.exit_code(process))
        if lane in self._killed:
            words = f"was ended by {self._killed[lane]} on request"
        return f"Worker {lane} (process {process.pid}) {words}{self._while(lane)}."

    def _while(self, lane: int) -> str:
        status = self._readers[lane].status()
        if status.state is State.WARMING_UP:
            return " while it ran a warm-up task"
        return f" while it ran task {status.task}" if status.state is State.RUNNING else ""

    def unloadable(self, error: BaseException) -> str:
        """What the pool met where nobody died: it breaks on what it cannot unpickle."""
        lines = [line for line in str(error.__cause__ or "").splitlines() if line.strip("' ")]
        if not lines:
            return ""
        told = [f"It could not unpickle what a worker sent: {lines[-1].rstrip('.')}."]
        for lane, reader in self._readers.items():
            failed = reader.newest_failure()
            if failed is not None:
                told.append(f"Worker {lane} had raised in task {failed.task}.")
        return " ".join(told)
