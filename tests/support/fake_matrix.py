"""A matrix that plays what a test hands it."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from concur_workloads.api import (
    LogEntry,
    MatrixResult,
    MatrixRow,
    MatrixSnapshot,
    Phases,
    Ratio,
    RunSpec,
)
from support.fake_experiment import EPOCH_S, make_result, running


class FakeMatrix:
    """Goes on when the test calls `complete` or `fail`, and ends when it calls `finish`."""

    def __init__(
        self, spec: RunSpec, rows: Sequence[MatrixRow], log: Callable[[LogEntry], None]
    ) -> None:
        self.spec = spec
        self.log = log
        self.rows = list(rows)
        self.calls: list[str] = []
        self.elapsed_s = 0.0
        self._ended = asyncio.Event()
        self._begin(self._next())

    def _next(self) -> int | None:
        waiting = (at for at, row in enumerate(self.rows) if row.status == "waiting")
        return next(waiting, None)

    def _begin(self, place: int | None) -> None:
        self.current = place
        if place is not None:
            self.rows[place] = replace(self.rows[place], status="running")

    def complete(self, wall_s: float = 1.0, **changes: Any) -> None:
        """The row under way is over, and ran for so long; the next begins."""
        assert self.current is not None
        row = self.rows[self.current]
        assert row.spec is not None
        serial = row.spec.backend == "serial"
        ratio = None if serial else Ratio(2 / wall_s, 1.9 / wall_s, 2.1 / wall_s, 3)
        phases = Phases(0.04, 0.012, 0.1, wall_s, 0.000_12, 0.01)
        result = replace(make_result(row.spec), wall_s=wall_s, speedup=ratio, phases=phases)
        self._end_row(
            status="completed",
            result=replace(result, status="completed"),
            peak_memory_bytes=24_000_000,
            memory_origin="PSS",
            agrees=True,
            **changes,
        )

    def fail(self, cause: str) -> None:
        """The row under way fails; the next begins."""
        assert self.current is not None
        row = self.rows[self.current]
        assert row.spec is not None
        result = make_result(row.spec, status="failed", cause=cause)
        self._end_row(status="failed", cause=cause, result=result)

    def _end_row(self, **changes: Any) -> None:
        assert self.current is not None
        self.rows[self.current] = replace(self.rows[self.current], **changes)
        self.elapsed_s += 4.0
        self._begin(self._next())

    def finish(self) -> None:
        """Rows that have not ended are cancelled."""
        self._ended.set()

    async def run(self) -> MatrixResult:
        """Wait for the test."""
        await self._ended.wait()
        self.rows = [
            replace(row, status="cancelled") if row.status in ("waiting", "running") else row
            for row in self.rows
        ]
        self.current = None
        statuses = [row.status for row in self.rows]
        status = next((each for each in ("failed", "cancelled") if each in statuses), "completed")
        return MatrixResult(
            self.spec,
            status,  # type: ignore[arg-type]
            tuple(self.rows),
            EPOCH_S,
            self.elapsed_s,
        )

    def snapshot(self) -> MatrixSnapshot:
        """How the rows stand; the one under way is two seconds old."""
        run = None if self.current is None else running(2.0)
        cancelling = "cancel" in self.calls
        return MatrixSnapshot(tuple(self.rows), self.current, run, self.elapsed_s, cancelling)

    def cancel(self) -> None:
        """Remember it."""
        self.calls.append("cancel")

    def kill(self) -> None:
        """Remember it."""
        self.calls.append("kill")
