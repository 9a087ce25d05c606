"""Where the time of all workers together went, a row for each part."""

from collections.abc import Sequence

from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from concur_tui.budget_rows import BudgetRow, budget_header, budget_line, budget_rows
from concur_tui.terminal.capabilities import this_terminal
from concur_tui.widgets.budget_styles import BUDGET_STATES
from concur_tui.widgets.line_drawing import clipped, row_of
from concur_tui.widgets.state_styles import (
    COMPONENT_CLASSES,
    STATE_STYLES,
    component_class,
    component_css,
)
from concur_workloads.api import TimeBudget

_SWATCH_CELLS = 5

#: With less, what one worker had alone is left out, so that the origin of each figure is not.
_WIDE_CELLS = 104


class BudgetTable(Widget):
    """Its patterns are those of the bars."""

    COMPONENT_CLASSES = {*COMPONENT_CLASSES, "budget--text", "budget--header"}
    DEFAULT_CSS = f"""
    BudgetTable {{
        & > .budget--text {{ color: $foreground; }}
        & > .budget--header {{ color: $text-muted; text-style: bold; }}
    }}
    {component_css("BudgetTable")}
    """

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._rows: list[BudgetRow] = []

    def show(self, whole: TimeBudget | None, workers: Sequence[TimeBudget]) -> None:
        """Show the sums, and the least and the most that a worker had; nothing for None."""
        rows = [] if whole is None else budget_rows(whole, workers)
        grown = len(rows) != len(self._rows)
        self._rows = rows
        self.refresh(layout=grown)

    def get_content_height(self, _container: Size, _viewport: Size, _width: int) -> int:
        """A row for the header and one for each part."""
        return len(self._rows) + 1

    def render_line(self, y: int) -> Strip:
        """The header, or one part."""
        width = self.size.width
        text = self.get_component_rich_style("budget--text")
        is_wide = width >= _WIDE_CELLS
        if y == 0:
            header = self.get_component_rich_style("budget--header")
            names = f"{' ' * 9}{budget_header(is_wide=is_wide)}"
            return row_of([(clipped(names, width), header)], width, text)
        if y > len(self._rows):
            return row_of([], width, text)
        row = self._rows[y - 1]
        state = BUDGET_STATES[row.item]
        glyph = STATE_STYLES[state].glyph(this_terminal().glyphs)
        pieces = [
            ("  ", text),
            (glyph * _SWATCH_CELLS, self.get_component_rich_style(component_class(state))),
            (f"  {budget_line(row, is_wide=is_wide)}", text),
        ]
        return row_of(pieces, width, text)
