"""Owns the matrix under way."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from typing import TYPE_CHECKING, Any

from textual.message import Message

from concur_tui.messages import MatrixEnded, MatrixSeen
from concur_tui.series_controller import Series, SeriesController

if TYPE_CHECKING:
    from concur_workloads.api import LogEntry, MatrixResult, MatrixRow, MatrixSnapshot, RunSpec

    RunnableMatrix = Series[MatrixResult, MatrixSnapshot]
    MakeMatrix = Callable[
        [RunSpec, Sequence[MatrixRow], Callable[[LogEntry], None]], RunnableMatrix
    ]
    _Base = SeriesController[MatrixResult, MatrixSnapshot]
else:
    _Base = SeriesController


class MatrixController(_Base):
    """Runs one matrix at a time and keeps the last result; `refresh_s` is the period of looks."""

    def __init__(self, make_matrix: MakeMatrix, *, refresh_s: float) -> None:
        super().__init__(MatrixSeen, MatrixEnded, refresh_s=refresh_s)
        self._make_matrix = make_matrix

    def start(
        self, spec: RunSpec, rows: Sequence[MatrixRow], post: Callable[[Message], object]
    ) -> Coroutine[Any, Any, None]:
        """Begin planned rows; await what is returned to see them to their end, see `begin`."""
        return self.begin(lambda log: self._make_matrix(spec, rows, log), post)
