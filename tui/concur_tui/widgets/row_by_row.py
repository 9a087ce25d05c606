"""A widget that is drawn row by row, and does as little as possible while only its rows change."""

from collections.abc import Iterable
from typing import Any

from textual.geometry import Region, Size
from textual.widget import Widget

from concur_tui.terminal.sparing_screen import SparingScreen
from concur_tui.widgets.plain_rows import PlainRows


class RowByRow(Widget):
    """Marks the rows to paint, where Textual would also forget all styles of the widget.

    What a style depends on refreshes the whole widget, and so makes it forget them.
    """

    def __init__(self, *children: Widget, **options: Any) -> None:
        super().__init__(*children, **options)
        self._styles_cache = PlainRows()

    @property
    def room(self) -> Size:
        """The cells of the content: as its size, but without a search for it on the screen."""
        width, height = self.outer_size
        gutter = self.styles.gutter
        return Size(max(0, width - gutter.width), max(0, height - gutter.height))

    def refresh_rows(self, rows: Iterable[int]) -> None:
        """Draw rows of the content anew with the next frame, in the styles that are known."""
        width, left = self.outer_size.width, -self.content_offset.x
        # As wide as the widget, as a row need not be cut then.
        self.refresh_parts(Region(left, y, width, 1) for y in rows)

    def refresh_parts(self, regions: Iterable[Region]) -> None:
        """Draw these anew; they are given within the content, and may lie around it."""
        changed = tuple(regions)
        # Before it is mounted, all of it is still to be drawn.
        if not changed or not self.is_mounted:
            return
        self._set_dirty(*changed)
        if isinstance(self.screen, SparingScreen):
            self.screen.paint_soon(self)
        else:
            self._repaint_required = True
            self.check_idle()
