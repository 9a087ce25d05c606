"""`multiprocessing.Process`: real `Process` objects under our own supervision.

The runner stays single-threaded, so it may fork at any time.
"""

from __future__ import annotations

import signal
from time import monotonic_ns

from concur_workloads.backends.supervised.process_crew import ProcessCrew
from concur_workloads.backends.supervised.supervised import SupervisedBackend
from concur_workloads.backends.supervised.worker_process import WorkerProcess
from concur_workloads.recorder.layout import State
from concur_workloads.recorder.reader import LaneReader
from concur_workloads.stopped import is_stopped


class ProcessBackend(SupervisedBackend[WorkerProcess]):
    """Processes that can be killed one by one, also for a task that takes too long."""

    _crew: ProcessCrew

    def _make_crew(self) -> ProcessCrew:
        return ProcessCrew(self._host, self._on_message, self._on_exit)

    def _enforce_limit(self, limit_s: float) -> None:
        now_ns = monotonic_ns()
        for worker in self._crew:
            if not worker.chunks or self._crew.is_being_killed(worker):
                continue
            status = LaneReader(self._host.recording, worker.lane).status()
            if status.state is State.RUNNING and now_ns - status.since_ns > limit_s * 1e9:
                words = f"was killed because it exceeded the time limit of {limit_s:g} s"
                if is_stopped(worker.process.pid or 0):
                    words += " while it was stopped"
                self._crew.signal(worker, signal.SIGKILL, words)
