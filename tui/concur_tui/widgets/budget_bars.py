"""A bar for each worker that shows where its time went, drawn row by row."""

from collections.abc import Mapping

from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from concur_tui.formatting import percent
from concur_tui.terminal.capabilities import this_terminal
from concur_tui.widgets.budget_styles import BUDGET_STATES
from concur_tui.widgets.line_drawing import row_of
from concur_tui.widgets.state_styles import (
    COMPONENT_CLASSES,
    STATE_STYLES,
    component_class,
    component_css,
)
from concur_workloads.api import BudgetItem, TimeBudget

_FIGURE_CELLS = 18


class BudgetBars(ScrollView, can_focus=True):
    """The whole width of a bar is the life of its worker."""

    COMPONENT_CLASSES = {*COMPONENT_CLASSES, "budget--text"}
    DEFAULT_CSS = f"""
    BudgetBars {{
        height: 1fr;
        scrollbar-size-vertical: 1;
        & > .budget--text {{ color: $foreground; }}
    }}
    {component_css("BudgetBars")}
    """

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._budgets: list[tuple[int, TimeBudget]] = []

    def show(self, budgets: Mapping[int, TimeBudget]) -> None:
        """Draw the budgets of the workers that are given by their numbers."""
        self._budgets = list(budgets.items())
        self.virtual_size = Size(0, len(self._budgets))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One worker."""
        at = y + self.scroll_offset.y
        width = self.scrollable_content_region.width
        text = self.get_component_rich_style("budget--text")
        if at >= len(self._budgets):
            return row_of([], width, text)
        worker, budget = self._budgets[at]
        pieces = [(f"{worker:>6} ", text)]
        for item, glyphs in bar(budget, max(0, width - len(pieces[0][0]) - _FIGURE_CELLS)):
            style = self.get_component_rich_style(component_class(BUDGET_STATES[item]))
            pieces.append((glyphs, style))
        pieces.append((f"  on CPU {percent(budget.share(BudgetItem.ON_CPU), 7)}", text))
        return row_of(pieces, width, text)


def bar(budget: TimeBudget, width: int) -> list[tuple[BudgetItem, str]]:
    """The parts of a bar of `width` cells, each to the cell, together as long as it."""
    parts, reached, before = [], 0.0, 0
    for item in BudgetItem:
        reached += budget.share(item)
        edge = min(width, round(reached * width))
        if edge > before:
            glyph = STATE_STYLES[BUDGET_STATES[item]].glyph(this_terminal().glyphs)
            parts.append((item, glyph * (edge - before)))
            before = edge
    return parts
