"""Lanes that say which of their rows were drawn."""

from textual.strip import Strip

from concur_tui.terminal.capabilities import GlyphMode
from concur_tui.widgets.lanes import LaneView


class CountingLanes(LaneView):
    """Has lanes with the numbers of workers, and keeps the rows that it draws in `drawn`."""

    def __init__(self, count: int = 3, glyphs: GlyphMode = GlyphMode.BRAILLE) -> None:
        super().__init__(glyphs=glyphs)
        self.drawn: list[int] = []
        self.set_lanes([str(number + 1) for number in range(count)])

    def render_line(self, y: int) -> Strip:
        """Draw one, and note it."""
        self.drawn.append(y)
        return super().render_line(y)
