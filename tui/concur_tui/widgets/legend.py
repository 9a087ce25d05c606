"""What the patterns in the lanes mean, one a row."""

from collections.abc import Sequence

from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from concur_tui.terminal.capabilities import this_terminal
from concur_tui.widgets.state_styles import (
    COMPONENT_CLASSES,
    State,
    component_class,
    component_css,
    legend,
)

_SWATCH_CELLS = 4


class Legend(Widget):
    """Pattern and word for each state, as the lanes draw them."""

    COMPONENT_CLASSES = COMPONENT_CLASSES
    DEFAULT_CSS = f"""
    Legend {{ height: auto; }}
    {component_css("Legend")}
    """

    def __init__(self, states: Sequence[State]) -> None:
        super().__init__()
        self._rows = legend(states, this_terminal().glyphs)

    def get_content_height(self, _container: Size, _viewport: Size, _width: int) -> int:
        """One row for each state."""
        return len(self._rows)

    def render_line(self, y: int) -> Strip:
        """One state."""
        width = self.size.width
        if y >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        state, glyph, word = self._rows[y]
        swatch = self.get_component_rich_style(component_class(state))
        strip = Strip(
            [
                Segment("  ", self.rich_style),
                Segment(glyph * _SWATCH_CELLS, swatch),
                Segment(f"  {word}", self.rich_style),
            ]
        )
        return strip.adjust_cell_length(width, self.rich_style)
