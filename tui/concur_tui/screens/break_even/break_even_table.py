"""The lines of a search for the break-even; columns keep their widths while points come in."""

from collections.abc import Sequence

from rich.text import Text
from textual import on
from textual.coordinate import Coordinate
from textual.message import Message
from textual.widgets import DataTable

from concur_tui.break_even_words import short_break_even, speedup_cell
from concur_tui.formatting import seconds
from concur_workloads.api import BreakEvenLine

#: Names and widths of the columns before those of the sizes, and of the one behind them.
_WORDS = {"": 2, "GIL": 9, "backend": 24, "start": 11}
_SIZE_WIDTH = 8
_LAST = ("break-even", 11)
_LEFT = tuple(_WORDS)

#: Where there is less room, the start method is left out.
_ROOM_FOR_ALL = 90


class BreakEvenTable(DataTable[Text]):
    """Shows lines as they are handed to it; one is always selected."""

    class Selected(Message):
        """Another line is selected, or the one that is has changed."""

        def __init__(self, line: BreakEvenLine) -> None:
            super().__init__()
            self.line = line

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id, cursor_type="row", zebra_stripes=False, cell_padding=0)
        self._lines: tuple[BreakEvenLine, ...] = ()
        self._columns_s: dict[int, float] = {}
        self._current: int | None = None
        self._heads: tuple[str, ...] = ()

    def set_sizes(self, columns_s: dict[int, float]) -> None:
        """The steps of the scale that have a column, and the times that they stand for."""
        self._columns_s = columns_s
        self._draw_anew()

    def on_resize(self) -> None:
        """Take in the start method or leave it out."""
        self._draw_anew()

    def _draw_anew(self) -> None:
        at = self.cursor_row
        self.clear(columns=True)
        widths = dict(_WORDS)
        if self.size.width < _ROOM_FOR_ALL:
            del widths["start"]
        widths |= {seconds(size_s): _SIZE_WIDTH for size_s in self._columns_s.values()}
        widths |= dict([_LAST])
        self._heads = tuple(widths)
        for head, width in widths.items():
            self.add_column(_cell(head, head), width=width, key=head)
        for place in range(len(self._lines)):
            self.add_row(*self._cells(place))
        self.move_cursor(row=at)

    def show(self, lines: Sequence[BreakEvenLine], current: int | None = None) -> None:
        """Draw what has changed; `current` is the place of the line under way."""
        before, self._lines = self._lines, tuple(lines)
        was, self._current = self._current, current
        if len(before) != len(lines):
            self._draw_anew()
            return
        for place, (old, new) in enumerate(zip(before, lines, strict=True)):
            if old != new or place in (was, current):
                for column, cell in enumerate(self._cells(place)):
                    self.update_cell_at(Coordinate(place, column), cell)
            if old != new and place == self.cursor_row:
                self.post_message(self.Selected(new))

    def _cells(self, place: int) -> list[Text]:
        line = self._lines[place]
        texts = {
            "": self._mark(place),
            "GIL": line.work,
            "backend": line.backend,
            "start": line.start_method or "",
            _LAST[0]: short_break_even(line),
        }
        own = {point.step: point for point in line.points}
        for step, size_s in self._columns_s.items():
            texts[seconds(size_s)] = speedup_cell(own[step]) if step in own else ""
        return [_cell(head, texts[head]) for head in self._heads]

    def _mark(self, place: int) -> str:
        if self._lines[place].cause:
            return "-"
        return "●" if place == self._current else ""

    @on(DataTable.RowHighlighted)
    def tell_selected(self, event: DataTable.RowHighlighted) -> None:
        """Say which line it is."""
        event.stop()
        if event.cursor_row < len(self._lines):
            self.post_message(self.Selected(self._lines[event.cursor_row]))


def _cell(head: str, text: str) -> Text:
    # Aligned here, as Rich takes the blanks at the end of a figure for nothing.
    width = dict([_LAST]).get(head, _SIZE_WIDTH)
    aligned = text if head in _LEFT else text.rjust(width)
    return Text(aligned, no_wrap=True, overflow="ellipsis")
