"""A worker whose tasks keep the thread of an event loop from their first line to their last."""

from __future__ import annotations

from typing import Any

from concur_workloads.backends.event_loop.loop_worker import LoopWorker
from concur_workloads.recorder.writer import wall_clock_ns
from concur_workloads.worker import MEASURED, Phase


class BlockingWorker(LoopWorker):
    """Says that each task is one step."""

    def run(self, task: int, argument: Any, number: int, phase: Phase = MEASURED) -> object:
        """Run one task of pass `number`; returns its result or raises what it raised."""
        if phase is not MEASURED:
            return super().run(task, argument, number, phase)
        self._steps.begin(wall_clock_ns())
        try:
            return super().run(task, argument, number, phase)
        finally:
            self._steps.end(wall_clock_ns())
