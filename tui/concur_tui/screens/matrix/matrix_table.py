"""The rows of a matrix; columns keep their widths while figures come in."""

from collections.abc import Sequence

from rich.text import Text
from textual import on
from textual.coordinate import Coordinate
from textual.message import Message
from textual.widgets import DataTable

from concur_tui.formatting import byte_size, seconds, significant
from concur_workloads.api import MatrixRow

#: Name and width of each; the last is left out where there is no room for it.
_COLUMNS = (
    ("", 2),
    ("backend", 24),
    ("start", 10),
    ("wall", 8),
    ("start-up", 9),
    ("dispatch", 9),
    ("speed-up", 9),
    ("95 % interval", 15),
    ("memory", 9),
)
_LEFT = ("", "backend", "start")
_INTERVAL = "95 % interval"
_ROOM_FOR_INTERVAL = 100

_MARKS = {
    "waiting": "○",
    "running": "●",
    "completed": "■",
    "failed": "x",
    "cancelled": "x",
    "unavailable": "-",
}


class MatrixTable(DataTable[Text]):
    """Shows rows as they are handed to it; one is always selected."""

    class Selected(Message):
        """Another row is selected, or the one that is has changed."""

        def __init__(self, row: MatrixRow) -> None:
            super().__init__()
            self.row = row

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id, cursor_type="row", zebra_stripes=False, cell_padding=0)
        self._rows: tuple[MatrixRow, ...] = ()
        self._shown: tuple[tuple[str, int], ...] = ()

    def on_resize(self) -> None:
        """Take in the interval or leave it out."""
        wide = self.size.width >= _ROOM_FOR_INTERVAL
        columns = tuple(each for each in _COLUMNS if wide or each[0] != _INTERVAL)
        if columns != self._shown:
            self._shown = columns
            self._draw_anew()

    def _draw_anew(self) -> None:
        at = self.cursor_row
        self.clear(columns=True)
        for name, width in self._shown:
            self.add_column(_cell(name, name), width=width, key=name)
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
        texts = dict(zip((name for name, _ in _COLUMNS), _texts(row), strict=True))
        return [_cell(name, texts[name]) for name, _ in self._shown]

    @on(DataTable.RowHighlighted)
    def tell_selected(self, event: DataTable.RowHighlighted) -> None:
        """Say which row it is."""
        event.stop()
        if event.cursor_row < len(self._rows):
            self.post_message(self.Selected(self._rows[event.cursor_row]))


def _texts(row: MatrixRow) -> tuple[str, ...]:
    """One for each column; where there are no figures, what became of the row."""
    speedup = row.speedup
    interval = ""
    if speedup is not None and speedup.low is not None and speedup.high is not None:
        interval = f"{significant(speedup.low)}-{significant(speedup.high)}"
    word = {"waiting": "", "completed": "", "unavailable": "none", "cancelled": "stopped"}
    status = "waiting" if row.status == "cancelled" and row.result is None else row.status
    figures = row.result is not None and row.status == "completed"
    return (
        _MARKS[status] if row.agrees is not False else "!",
        row.backend,
        row.start_method or "",
        seconds(row.wall_s) if figures else word.get(status, status),
        seconds(row.startup_s) if row.result else "",
        seconds(row.dispatch_s) if figures else "",
        f"{significant(speedup.value)} x" if figures and speedup else "",
        interval if figures else "",
        byte_size(row.peak_memory_bytes) if row.result else "",
    )


def _cell(column: str, text: str) -> Text:
    justify = "left" if column in _LEFT else "right"
    return Text(text, justify=justify, no_wrap=True, overflow="ellipsis")  # type: ignore[arg-type]
