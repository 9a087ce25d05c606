"""The same tasks on many mechanisms, one experiment after the other."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace

from concur_workloads.control.experiment import Experiment
from concur_workloads.observer.peak_memory import PeakMemory
from concur_workloads.results.matrix import (
    MatrixResult,
    MatrixRow,
    MatrixSnapshot,
    compared,
    matrix_status,
)
from concur_workloads.results.snapshot import LogEntry
from concur_workloads.spec import RunSpec

#: Short against the time for which workers hold what they need, and cheap: see MemoryMeter.
_LOOK_AT_MEMORY_S = 0.1


class Matrix:
    """Runs planned rows, each with serial passes of its own to compare with, as machines drift.

    `log` gets what the experiments tell, and a line a row. Used from one event loop on the main
    thread.
    """

    def __init__(
        self, spec: RunSpec, rows: Sequence[MatrixRow], log: Callable[[LogEntry], None]
    ) -> None:
        self.spec = spec
        self._rows = list(rows)
        self._log = log
        self._current: int | None = None
        self._experiment: Experiment | None = None
        self._cancelling = False
        self._began = time.monotonic()
        self._started_at_s = time.time()

    async def run(self) -> MatrixResult:
        """Run all rows; what goes wrong in one ends only that. No process is left."""
        for place, row in enumerate(self._rows):
            if row.spec is None:
                continue
            if self._cancelling:
                self._rows[place] = replace(row, status="cancelled")
                continue
            self._current = place
            self._rows[place] = replace(row, status="running")
            self._rows[place] = await self._run_row(row, row.spec)
            self._current = None
            self._tell(self._rows[place])
            self._rows = list(compared(self._rows))
        status = matrix_status(self._rows, cancelled=self._cancelling)
        took_s = time.monotonic() - self._began
        return MatrixResult(self.spec, status, tuple(self._rows), self._started_at_s, took_s)

    async def _run_row(self, row: MatrixRow, spec: RunSpec) -> MatrixRow:
        experiment = self._experiment = Experiment(spec, self._log)
        ended = asyncio.Event()
        looking = asyncio.create_task(_look_at_memory(experiment, ended))
        try:
            result = await experiment.run()
        finally:
            self._experiment = None
            ended.set()
            peak = await looking
        return replace(
            row,
            status=result.status,
            cause=result.cause,
            result=result,
            peak_memory_bytes=peak.most_bytes,
            memory_origin=peak.origin,
        )

    def _tell(self, row: MatrixRow) -> None:
        level = "error" if row.status == "failed" else "info"
        text = f"{row.title}: {row.status}"
        if row.wall_s is not None:
            text += f", median pass {row.wall_s:.4g} s"
        if row.cause:
            text += f": {row.cause}"
        self._log(LogEntry(time.time(), level, "matrix", text))

    def cancel(self) -> None:
        """End the row under way and begin no other; a second call does not wait for its tasks."""
        self._cancelling = True
        if self._experiment is not None:
            self._experiment.cancel()

    def kill(self) -> None:
        """Kill everything at once, for a program that is about to die itself."""
        self._cancelling = True
        if self._experiment is not None:
            self._experiment.kill()

    @property
    def pids(self) -> tuple[int, ...]:
        """The runner processes that are alive."""
        return self._experiment.pids if self._experiment is not None else ()

    def snapshot(self) -> MatrixSnapshot:
        """How it goes now."""
        return MatrixSnapshot(
            rows=tuple(self._rows),
            current=self._current,
            run=self._experiment.snapshot() if self._experiment is not None else None,
            elapsed_s=time.monotonic() - self._began,
            cancelling=self._cancelling,
        )


async def _look_at_memory(experiment: Experiment, ended: asyncio.Event) -> PeakMemory:
    """In a thread, as reading /proc may block; of the serial passes' runner nothing counts."""
    peak = PeakMemory()
    while not ended.is_set():
        pid = experiment.backend_pid
        if pid is not None:
            await asyncio.to_thread(peak.look, pid)
        with suppress(TimeoutError, asyncio.TimeoutError):
            await asyncio.wait_for(ended.wait(), _LOOK_AT_MEMORY_S)
    return peak
