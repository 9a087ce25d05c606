"""A widget that is drawn row by row, and does as little as possible while only its rows change."""

from collections.abc import Iterable

from textual.geometry import Region
from textual.widget import Widget


class RowByRow(Widget):
    """Says itself to its screen which rows to paint.

    Otherwise Textual would have two messages for each change, and forget all styles of the widget.
    What a style depends on refreshes the whole widget, and so makes it forget them.
    """

    def refresh_rows(self, rows: Iterable[int]) -> None:
        """Draw rows of the content anew with the next frame, in the styles that are known."""
        width = self.content_size.width
        self.refresh_parts(Region(0, y, width, 1) for y in rows)

    def refresh_parts(self, regions: Iterable[Region]) -> None:
        """Draw these anew; they are given within the content, and may lie around it."""
        changed = tuple(regions)
        # Before it is mounted, all of it is still to be drawn.
        if not changed or not self.is_mounted:
            return
        self._set_dirty(*changed)
        screen = self.screen
        if self in screen._compositor:
            screen._dirty_widgets.add(self)
            screen.check_idle()
