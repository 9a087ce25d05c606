"""The rows of a matrix; columns keep their widths while figures come in."""

from collections.abc import Sequence

from rich.text import Text
from textual import on
from textual.coordinate import Coordinate
from textual.message import Message
from textual.widgets import DataTable

from concur_tui.matrix_rows import (
    FOUND,
    HEADS,
    INTERVAL,
    LEFT,
    SPEEDUP,
    cells,
    with_sign,
)
from concur_tui.trust_words import TRUST
from concur_workloads.api import LintSettings, MatrixRow

#: The column of trust begins with the gap before it.
_WIDTHS = dict(zip(HEADS, (2, 24, 10, 8, 9, 9, 9, 19, 9, 9, 6), strict=True))
#: What is left out where there is no room for all, the least first; of trust its sign stays.
_LEFT_OUT: tuple[tuple[str, ...], ...] = (
    (),
    (FOUND,),
    (FOUND, TRUST),
    (FOUND, INTERVAL),
    (FOUND, INTERVAL, TRUST),
)


class MatrixTable(DataTable[Text]):
    """Shows rows as they are handed to it; one is always selected."""

    class Selected(Message):
        """Another row is selected, or the one that is has changed."""

        def __init__(self, row: MatrixRow) -> None:
            super().__init__()
            self.row = row

    def __init__(self, lints: LintSettings, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id, cursor_type="row", zebra_stripes=False, cell_padding=0)
        self._lints = lints
        self._rows: tuple[MatrixRow, ...] = ()
        self._shown: tuple[str, ...] = ()

    def on_resize(self) -> None:
        """Take in as many columns as there is room for."""
        choices = [tuple(head for head in HEADS if head not in out) for out in _LEFT_OUT]
        fitting = (each for each in choices if _width(each) <= self.size.width)
        heads = next(fitting, choices[-1])
        if heads != self._shown:
            self._shown = heads
            self._draw_anew()

    def _draw_anew(self) -> None:
        at = self.cursor_row
        self.clear(columns=True)
        for head in self._shown:
            self.add_column(_cell(head, head), width=_WIDTHS[head], key=head)
        for row in self._rows:
            self.add_row(*self._cells(row))
        self.move_cursor(row=at)

    def show(self, rows: Sequence[MatrixRow]) -> None:
        """Draw what has changed."""
        before, self._rows = self._rows, tuple(rows)
        if not self._shown:
            return
        if [row.title for row in before] != [row.title for row in rows]:
            self._draw_anew()
            return
        for place, (old, new) in enumerate(zip(before, rows, strict=True)):
            if old != new:
                for column, cell in enumerate(self._cells(new)):
                    self.update_cell_at(Coordinate(place, column), cell)
                if place == self.cursor_row:
                    self.post_message(self.Selected(new))

    def _cells(self, row: MatrixRow) -> list[Text]:
        texts = cells(row, self._lints)
        if TRUST not in self._shown:
            texts[SPEEDUP] = with_sign(row, texts[SPEEDUP])
        return [_cell(head, texts[head]) for head in self._shown]

    @on(DataTable.RowHighlighted)
    def tell_selected(self, event: DataTable.RowHighlighted) -> None:
        """Say which row it is."""
        event.stop()
        if event.cursor_row < len(self._rows):
            self.post_message(self.Selected(self._rows[event.cursor_row]))


def _width(heads: Sequence[str]) -> int:
    return sum(_WIDTHS[head] for head in heads)


def _cell(head: str, text: str) -> Text:
    # Aligned here, as Rich takes the blank at the end of a figure for nothing.
    aligned = text if head in LEFT else text.rjust(_WIDTHS[head])
    return Text(f"  {text}" if head == TRUST else aligned, no_wrap=True, overflow="ellipsis")
