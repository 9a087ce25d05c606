"""Owns the matrix under way: starts it, publishes how it goes, sees it to its end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from textual.message import Message

from concur_tui.messages import LogReceived, MatrixEnded, MatrixSeen

if TYPE_CHECKING:
    from concur_workloads.api import LogEntry, MatrixResult, MatrixRow, MatrixSnapshot, RunSpec


class RunnableMatrix(Protocol):
    """What the controller needs of a matrix; the api has the real one."""

    async def run(self) -> MatrixResult:
        """Run all rows."""

    def snapshot(self) -> MatrixSnapshot:
        """How it looks now."""

    def cancel(self) -> None:
        """Begin no further row; a second call does not wait for tasks under way."""

    def kill(self) -> None:
        """End all processes at once."""


MakeMatrix = Callable[
    ["RunSpec", "Sequence[MatrixRow]", Callable[["LogEntry"], None]], RunnableMatrix
]


class MatrixController:
    """Runs one matrix at a time and keeps the last result; `refresh_s` is the period of looks."""

    def __init__(self, make_matrix: MakeMatrix, *, refresh_s: float) -> None:
        self._make_matrix = make_matrix
        self._refresh_s = refresh_s
        self._matrix: RunnableMatrix | None = None
        self._entries: list[LogEntry] = []
        self._post: Callable[[Message], object] = lambda _message: None
        self._idle = asyncio.Event()
        self._idle.set()
        self.last: MatrixResult | None = None

    @property
    def running(self) -> bool:
        """Whether a matrix is under way."""
        return self._matrix is not None

    @property
    def cancelling(self) -> bool:
        """Whether the matrix under way has been asked to end."""
        return self._matrix is not None and self._matrix.snapshot().cancelling

    def start(
        self, spec: RunSpec, rows: Sequence[MatrixRow], post: Callable[[Message], object]
    ) -> Coroutine[Any, Any, None]:
        """Begin; await what is returned to see it to its end.

        Raises RuntimeError while another is under way. No process is left, also when the awaiting
        task is cancelled.
        """
        if self.running:
            raise RuntimeError("one matrix at a time: the previous one has not ended")
        self._matrix = self._make_matrix(spec, rows, self._entries.append)
        self._post = post
        self._idle.clear()
        return self._see_through(self._matrix)

    async def _see_through(self, matrix: RunnableMatrix) -> None:
        work = asyncio.create_task(matrix.run())
        try:
            while not work.done():
                self.publish()
                await asyncio.wait({work}, timeout=self._refresh_s)
            self.last = work.result()
            self.publish()
        finally:
            if not work.done():
                matrix.kill()
                work.cancel()
            self._matrix = None
            self._idle.set()
        self._post(MatrixEnded(self.last))

    def publish(self) -> None:
        """Post what is new: the log, and how the rows stand."""
        if self._matrix is None:
            return
        if self._entries:
            self._post(LogReceived(tuple(self._entries)))
            self._entries.clear()
        self._post(MatrixSeen(self._matrix.snapshot()))

    async def wait_until_idle(self) -> None:
        """Return when no matrix is under way."""
        await self._idle.wait()

    def cancel(self) -> None:
        """Ask it to end: no further row begins."""
        if self._matrix is not None:
            self._matrix.cancel()

    def kill(self) -> None:
        """End every process at once; may be called from a signal handler."""
        if self._matrix is not None:
            self._matrix.kill()
