"""The baseline: one task after the other in the main thread, no mechanism at all."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from itertools import chain
from time import monotonic_ns

from concur_workloads.backends.base import Broken, Host, PassOutcome, Refusal
from concur_workloads.backends.failed_tasks import FailedTasks
from concur_workloads.backends.reporting import Reporter
from concur_workloads.backends.task_source import TaskSource
from concur_workloads.digest import add_digests
from concur_workloads.recorder.layout import Gate
from concur_workloads.worker import Worker, describe, make_argument
from concur_workloads.worker_setup import SetupError

# As plain numbers: to name a member of an enum takes long where it is done for each task.
_PAUSED = int(Gate.PAUSED)
_CANCELLED = int(Gate.CANCELLED)

_COMMAND_POLL_NS = 20_000_000


class SerialBackend:
    """Runs tasks in the runner's main thread, which looks for commands between tasks."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._reporter = Reporter(host)
        self._worker = Worker(host.workload, host.settings, host.setup, host.recording, 1)

    def start(self) -> None:
        """There is nothing to create, only this thread to set up."""
        try:
            self._worker.get_ready(monotonic_ns())
        except SetupError as error:
            raise Broken(f"The worker could not be set up: {error}.") from error
        self._reporter.worker_ready(1)

    def warm_up(self) -> None:
        """Run the warm-up tasks."""
        self._worker.warm_up(self._host.spec.warm_up)

    def run_pass(self, number: int) -> PassOutcome:
        """Run all tasks in order."""
        host, worker = self._host, self._worker
        outcome = self._reporter.begin(number)
        again = TaskSource(0, 1)
        failed = FailedTasks(host, outcome, again)
        looked_ns = outcome.start_ns
        for task in chain(range(host.spec.tasks), _taken_from(again)):
            if monotonic_ns() - looked_ns > _COMMAND_POLL_NS:
                host.step(0)
                looked_ns = monotonic_ns()
            if not self._may_begin():
                break
            try:
                argument = make_argument(host.workload, task, host.settings)
                result = worker.run(task, argument, number)
                outcome.digest = add_digests(outcome.digest, worker.check(task, result))
                outcome.completed += 1
            except BaseException as error:  # noqa: BLE001 - whatever user code raises
                failed.add(task, 1, describe(error))
        return outcome.end()

    def _may_begin(self) -> bool:
        """The loop itself carries out Resume and Cancel, so it must not wait at the gate."""
        gate = self._host.recording.gate_word
        while gate[0] == _PAUSED:
            self._host.step(None)
        return bool(gate[0] != _CANCELLED)

    def kill_worker(self, worker: int, signal_name: str) -> None:
        """There is nothing to kill but the runner."""
        raise Refusal(
            f"Worker {worker} is the main thread (native id {threading.get_native_id()}) of the "
            f"runner, process {os.getpid()}: {signal_name} would end the whole run. "
            "Stop the run instead."
        )

    def stop(self) -> None:
        """There is nothing to end."""
        self._worker.end()


def _taken_from(source: TaskSource) -> Iterator[int]:
    while (chunk := source.take()) is not None:
        yield from chunk
