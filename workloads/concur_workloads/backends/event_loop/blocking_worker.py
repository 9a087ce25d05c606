"""A worker whose tasks keep the thread of an event loop from their first line to their last."""

from __future__ import annotations

from typing import Any

from concur_workloads.catalog.workload import Settings, Workload
from concur_workloads.recorder.recording import Recording
from concur_workloads.recorder.steps import LaneSteps
from concur_workloads.recorder.writer import wall_clock_ns
from concur_workloads.worker import MEASURED, Phase, Worker
from concur_workloads.worker_setup import WorkerSetup


class BlockingWorker(Worker):
    """Says that each task is one step, as nobody else can tell whose turn the thread has."""

    def __init__(
        self,
        workload: Workload,
        settings: Settings,
        setup: WorkerSetup,
        recording: Recording,
        lane: int,
    ) -> None:
        super().__init__(workload, settings, setup, recording, lane)
        self._steps = LaneSteps(recording, lane)

    def run(self, task: int, argument: Any, number: int, phase: Phase = MEASURED) -> object:
        """Run one task of pass `number`; returns its result or raises what it raised."""
        if phase is not MEASURED:
            return super().run(task, argument, number, phase)
        self._steps.begin(wall_clock_ns())
        try:
            return super().run(task, argument, number, phase)
        finally:
            self._steps.end(wall_clock_ns())
