"""Paints what changed on a screen without asking every other widget what it looks like.

Textual asks each widget within the rectangle around all changes for all of its rows, those of the
widgets beneath included. While a run is on, that is nearly every widget of the workbench, for a few
rows of a few of them.
"""

from itertools import pairwise

from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region
from textual.messages import Update
from textual.screen import Screen, ScreenResultType
from textual.strip import Strip
from textual.widget import Widget


class SparingCompositor(Compositor):
    """Asks only widgets that can be seen where something changed, and only for those rows."""

    def render_partial_update(self) -> ChopsUpdate | None:
        """What changed since the last update, None if nothing did."""
        regions = self._dirty_regions.copy()
        self._dirty_regions.clear()
        if not regions:
            return None
        spans = list(self._regions_to_spans(regions))
        wanted = self._wanted(spans)
        # Pieces are told by their order, also those that did not change.
        found: list[dict[int, Strip | None]] = [
            dict.fromkeys(row[:-1]) if y in wanted else {} for y, row in enumerate(self.cuts)
        ]
        for widget, (region, clip) in self.visible_widgets.items():  # from the front to the back
            if not wanted:
                break
            self._take_from(widget, region, region.intersection(clip), wanted, found)
        return ChopsUpdate(found, spans, [row[1:] for row in self.cuts])

    def _wanted(self, spans: list[tuple[int, int, int]]) -> dict[int, dict[int, int]]:
        """Start and end of the pieces that changed, row by row; a piece shows one widget."""
        wanted: dict[int, dict[int, int]] = {}
        for y, left, right in spans:
            pieces = wanted.setdefault(y, {})
            pieces.update(
                (start, end)
                for start, end in pairwise(self.cuts[y])
                if start < right and end > left
            )
        return wanted

    @staticmethod
    def _take_from(
        widget: Widget,
        region: Region,
        seen: Region,
        wanted: dict[int, dict[int, int]],
        found: list[dict[int, Strip | None]],
    ) -> None:
        """Move the pieces that a widget shows, within `seen`, from what is wanted to the found."""
        x, _, width, _ = seen
        own = {
            y: pieces
            for y in seen.line_range
            if (pieces := [start for start in wanted.get(y, ()) if x <= start < x + width])
        }
        if not own:
            return
        top, bottom = min(own), max(own) + 1
        rows = Region(x - region.x, top - region.y, width, bottom - top)
        strips = widget.render_lines(rows)
        for y, pieces in own.items():
            for start in pieces:
                end = wanted[y].pop(start)
                found[y][start] = strips[y - top].crop(start - x, end - x)
            if not wanted[y]:
                del wanted[y]


class SparingScreen(Screen[ScreenResultType]):
    """Is painted by a `SparingCompositor`, and told of many changes by one message."""

    def __init__(self) -> None:
        super().__init__()
        self._compositor = SparingCompositor()
        self._changed: set[Widget] = set()
        self._messenger: Widget | None = None

    def paint_soon(self, widget: Widget) -> None:
        """Paint what a widget has marked, as soon as it would be if it asked for that itself.

        Not sooner, so that it comes in one frame with what changes in other widgets.
        """
        self._changed.add(widget)
        before = self._messenger
        if before is None or not (before.is_running and before._repaint_required):
            self._messenger = widget
            widget._repaint_required = True
            widget.check_idle()

    async def _on_update(self, _message: Update) -> None:
        self._dirty_widgets.update(each for each in self._changed if each in self._compositor)
        self._changed.clear()
