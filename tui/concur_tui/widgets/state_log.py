"""What threads were at, a row for each state, drawn row by row."""

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from concur_tui.terminal.capabilities import this_terminal
from concur_tui.widgets.line_drawing import clipped, row_of
from concur_tui.widgets.state_styles import (
    COMPONENT_CLASSES,
    STATE_STYLES,
    State,
    component_class,
    component_css,
)


class StateRow(NamedTuple):
    """From when on who was at what, and how long; a state may have no pattern."""

    clock: str
    who: str
    took: str
    state: State | None
    words: str


class StateLog(ScrollView, can_focus=True):
    """Its patterns are those of the lanes."""

    COMPONENT_CLASSES = {*COMPONENT_CLASSES, "log--text", "log--time"}
    DEFAULT_CSS = f"""
    StateLog {{
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        & > .log--text {{ color: $foreground; }}
        & > .log--time {{ color: $text-muted; }}
    }}
    {component_css("StateLog")}
    """

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._rows: Sequence[StateRow] = ()
        self._instead = ""

    def show(self, rows: Sequence[StateRow], instead: str) -> None:
        """Draw rows, or say something `instead` of none."""
        if (rows, instead) != (self._rows, self._instead):
            self._rows, self._instead = rows, instead
            self.virtual_size = Size(0, len(rows))
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """One state."""
        width = self.scrollable_content_region.width
        text = self.get_component_rich_style("log--text")
        at = y + self.scroll_offset.y
        if at >= len(self._rows):
            return row_of([(self._instead if y == 0 and not self._rows else "", text)], width, text)
        row = self._rows[at]
        who = f"{row.who}  " if row.who else ""
        left = f"{row.clock}  {who}{row.took:>7} "
        glyph, swatch = " ", text
        if row.state is not None:
            glyph = STATE_STYLES[row.state].glyph(this_terminal().glyphs)
            swatch = self.get_component_rich_style(component_class(row.state))
        words = clipped(row.words, max(0, width - cell_len(left) - 2))
        time = self.get_component_rich_style("log--time")
        return row_of([(left, time), (glyph, swatch), (f" {words}", text)], width, text)
