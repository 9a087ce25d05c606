"""A worker in the thread of an event loop, which it shares with others."""

from __future__ import annotations

from concur_workloads.catalog.workload import Settings, Workload
from concur_workloads.recorder.recording import Recording
from concur_workloads.recorder.steps import LaneSteps
from concur_workloads.worker import Worker
from concur_workloads.worker_setup import WorkerSetup


class LoopWorker(Worker):
    """Says in its lane when it has the thread, which nobody else can tell."""

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
