"""Owns the search for the break-even under way."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from textual.message import Message

from concur_tui.messages import BreakEvenEnded, BreakEvenSeen
from concur_tui.series_controller import Series, SeriesController

if TYPE_CHECKING:
    from concur_workloads.api import BreakEvenPlan, BreakEvenResult, BreakEvenSnapshot, LogEntry

    RunnableBreakEven = Series[BreakEvenResult, BreakEvenSnapshot]
    MakeBreakEven = Callable[[BreakEvenPlan, Callable[[LogEntry], None]], RunnableBreakEven]
    _Base = SeriesController[BreakEvenResult, BreakEvenSnapshot]
else:
    _Base = SeriesController


class BreakEvenController(_Base):
    """Runs one search at a time and keeps the last result; `refresh_s` is the period of looks."""

    def __init__(self, make_break_even: MakeBreakEven, *, refresh_s: float) -> None:
        super().__init__(BreakEvenSeen, BreakEvenEnded, refresh_s=refresh_s)
        self._make_break_even = make_break_even

    def start(
        self, plan: BreakEvenPlan, post: Callable[[Message], object]
    ) -> Coroutine[Any, Any, None]:
        """Begin a planned search; await what is returned to see it to its end, see `begin`."""
        return self.begin(lambda log: self._make_break_even(plan, log), post)
