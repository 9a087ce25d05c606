"""Where the time of all workers together went, or that of one, a row for each part."""

from collections.abc import Mapping, Sequence

from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from concur_tui.budget_rows import (
    LEAST_AND_MOST,
    SHARE,
    SHARE_OF_ALL,
    BudgetRow,
    Column,
    budget_header,
    budget_line,
    budget_rows,
    time_column,
)
from concur_tui.terminal.capabilities import this_terminal
from concur_tui.widgets.budget_styles import BUDGET_STATES
from concur_tui.widgets.line_drawing import clipped, row_of
from concur_tui.widgets.state_styles import (
    COMPONENT_CLASSES,
    STATE_STYLES,
    component_class,
    component_css,
)
from concur_workloads.api import TimeBudget, sum_of_budgets

_SWATCH_CELLS = 4
_LEFT_OF_PART = f"{'':{_SWATCH_CELLS + 3}}"

#: On a narrower screen what others had is left out, so that the origin of each figure is not.
_WIDE_CELLS = 114


def columns_for(worker: int | None, screen_width: int) -> Sequence[Column]:
    """What is shown of a worker, or of all workers for None."""
    is_wide = screen_width >= _WIDE_CELLS
    own = (time_column("together" if worker is None else f"worker {worker}"), SHARE)
    of_all = (SHARE_OF_ALL,) if is_wide and worker is not None else ()
    return own + of_all + (LEAST_AND_MOST if is_wide else ())


def header_for(columns: Sequence[Column]) -> str:
    """The row over those of the table."""
    return f"{_LEFT_OF_PART}{budget_header(columns)}"


class BudgetTable(Widget):
    """Its patterns are those of the bars."""

    COMPONENT_CLASSES = {*COMPONENT_CLASSES, "budget--text"}
    DEFAULT_CSS = f"""
    BudgetTable {{
        height: auto;
        & > .budget--text {{ color: $foreground; }}
    }}
    {component_css("BudgetTable")}
    """

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._rows: list[BudgetRow] = []
        self._columns: Sequence[Column] = ()

    def show(
        self, budgets: Mapping[int, TimeBudget], worker: int | None, columns: Sequence[Column]
    ) -> None:
        """Show what a worker had, or for None all together."""
        whole = sum_of_budgets(budgets.values())
        own = None if worker is None else budgets[worker]
        rows = [] if whole is None else budget_rows(whole, [*budgets.values()], own)
        grown = len(rows) != len(self._rows)
        self._rows, self._columns = rows, columns
        self.refresh(layout=grown)

    def get_content_height(self, _container: Size, _viewport: Size, _width: int) -> int:
        """A row for each part."""
        return len(self._rows)

    def render_line(self, y: int) -> Strip:
        """One part."""
        width = self.size.width
        text = self.get_component_rich_style("budget--text")
        if y >= len(self._rows):
            return row_of([], width, text)
        row = self._rows[y]
        state = BUDGET_STATES[row.item]
        glyph = STATE_STYLES[state].glyph(this_terminal().glyphs)
        line = clipped(budget_line(row, self._columns), max(0, width - len(_LEFT_OF_PART)))
        pieces = [
            (" ", text),
            (glyph * _SWATCH_CELLS, self.get_component_rich_style(component_class(state))),
            (f"  {line}", text),
        ]
        return row_of(pieces, width, text)
