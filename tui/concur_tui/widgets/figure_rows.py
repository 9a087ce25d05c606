"""Figures side by side in as many rows as there are; what does not fit is left out whole."""

from collections.abc import Sequence

from rich.cells import cell_len
from textual import events
from textual.strip import Strip

from concur_tui.widgets.line_drawing import row_of
from concur_tui.widgets.parts_line import PART_CLASSES, PART_CSS, Part
from concur_tui.widgets.row_by_row import RowByRow

_GAP = "   "

Entry = tuple[Part, ...]
"""What stays together: a name and its figures."""


class FigureRows(RowByRow):
    """Fills its rows with entries from the first to the last, the most important first."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES = PART_CLASSES
    DEFAULT_CSS = f"""
    FigureRows {{
        {PART_CSS}
    }}
    """

    def __init__(self, *, id: str) -> None:  # noqa: A002 (the name that Textual gives it)
        super().__init__(id=id)
        self._entries: tuple[Entry, ...] = ()
        self._rows: list[list[Part]] = []

    def show(self, entries: Sequence[Entry]) -> None:
        """Replace what the rows say."""
        self._entries = tuple(entries)
        self._update_rows()

    def on_resize(self, _event: events.Resize) -> None:
        """Share the entries out anew."""
        self._update_rows()

    def _update_rows(self) -> None:
        width, height = self.room
        before, self._rows = self._rows, _shared_out(self._entries, width, height)
        self.refresh_rows(y for y in range(height) if self._rows[y : y + 1] != before[y : y + 1])

    def render_line(self, y: int) -> Strip:
        """One row of entries."""
        style = self.get_component_rich_style
        parts = self._rows[y] if y < len(self._rows) else []
        pieces = [(part.text, style(f"part--{part.role}")) for part in parts]
        return row_of(pieces, self.room.width, style("part--muted"))


def _shared_out(entries: Sequence[Entry], width: int, height: int) -> list[list[Part]]:
    """Entries keep their order; a later, shorter one may take the room that one did not fit in."""
    rows: list[list[Part]] = [[] for _ in range(height)]
    used = [0] * height
    for entry in entries:
        cells = sum(cell_len(part.text) for part in entry)
        for y in range(height):
            gap = _GAP if rows[y] else ""
            if used[y] + len(gap) + cells <= width:
                rows[y] += [Part(gap, "muted"), *entry]
                used[y] += len(gap) + cells
                break
    return rows
