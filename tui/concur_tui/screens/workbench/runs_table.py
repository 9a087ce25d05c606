"""The last runs, newest first, to compare by eye."""

from collections import deque

from rich.console import JustifyMethod
from rich.text import Text
from textual import on
from textual.message import Message
from textual.widgets import DataTable

from concur_tui.formatting import count, seconds, significant
from concur_tui.trust_words import TRUST, trust_cell, trust_sign
from concur_workloads.api import RunResult, is_reference, trust, workload

KEPT_RUNS = 50
_COLUMNS = (
    ("workload", 15),
    ("backend x workers", 28),
    ("start", 10),
    ("wall", 8),
    ("speed-up", 15),
)
#: Where there is no room for the word, its sign takes the margin and a cell of the start method.
_WORD_COLUMNS = ((TRUST, 9), *_COLUMNS)
_SIGN_COLUMNS = (("", 2), *_COLUMNS[:2], ("start", 9), *_COLUMNS[3:])
_ROOM_FOR_WORD = sum(width for _, width in _WORD_COLUMNS) + 2
_JUSTIFY: dict[str, JustifyMethod] = {"wall": "right", "speed-up": "right"}


def speed_up_text(result: RunResult) -> str:
    """The speed-up with its 95 % interval, or why there is none."""
    ratio = result.speedup
    if result.status != "completed":
        return result.status
    if ratio is None:
        return "-"
    if ratio.low is None or ratio.high is None:
        return _figure(ratio.value)
    return f"{_figure(ratio.value)} {_figure(ratio.low)}-{_figure(ratio.high)}"


def _figure(ratio: float) -> str:
    """In four cells, from 0.01 to 9999, so that the column never twitches."""
    return f"{ratio:.2f}" if ratio < 9.995 else significant(ratio)


def row(result: RunResult, *, with_word: bool = True) -> tuple[str, ...]:
    """The cells of one run, in the order of the columns; a sign alone says how good it is."""
    spec, believed = result.spec, trust(result)
    return (
        trust_cell(believed) if with_word else trust_sign(believed),
        _name(spec.workload),
        f"{spec.backend} x {count(spec.workers)}",
        spec.start_method or "",
        seconds(result.wall_s),
        speed_up_text(result),
    )


def _name(workload_name: str) -> str:
    """The end of a path says more than its beginning, for which there is room."""
    return workload(workload_name).title if is_reference(workload_name) else workload_name


class RunsTable(DataTable[Text]):
    """Keeps the last 50 runs, and says which one a person points at."""

    class PointedAt(Message):
        """The cursor is on a run; or, as None, no longer on any."""

        def __init__(self, result: RunResult | None) -> None:
            super().__init__()
            self.result = result

    class Chosen(Message):
        """Enter was pressed on a run."""

        def __init__(self, result: RunResult) -> None:
            super().__init__()
            self.result = result

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id, cursor_type="row", zebra_stripes=False, cell_padding=0)
        self._results: deque[RunResult] = deque(maxlen=KEPT_RUNS)
        self._drawn: tuple[tuple[str, int], ...] = ()

    def on_resize(self) -> None:
        """Make the columns, whose widths change with the room alone."""
        columns = _WORD_COLUMNS if self.outer_size.width >= _ROOM_FOR_WORD else _SIGN_COLUMNS
        self.set_class(columns == _WORD_COLUMNS, "-roomy")
        if columns != self._drawn:
            self._drawn = columns
            self.clear(columns=True)
            for name, width in columns:
                self.add_column(_cell(name, name), width=width, key=name)
            self._draw_rows()

    def add(self, result: RunResult) -> None:
        """Put a run on top."""
        self._results.appendleft(result)
        self.clear()
        self._draw_rows()

    def _draw_rows(self) -> None:
        if not self._drawn:
            return
        with_word = self._drawn == _WORD_COLUMNS
        for each in self._results:
            cells = zip(self._drawn, row(each, with_word=with_word), strict=True)
            self.add_row(*(_cell(name, text) for (name, _), text in cells))

    def _at(self, place: int) -> RunResult | None:
        return self._results[place] if place < len(self._results) else None

    def on_focus(self) -> None:
        """Say where the cursor is."""
        self.post_message(self.PointedAt(self._at(self.cursor_row)))

    def on_blur(self) -> None:
        """Say that it is on no run any more."""
        self.post_message(self.PointedAt(None))

    @on(DataTable.RowHighlighted)
    def point(self, event: DataTable.RowHighlighted) -> None:
        """Say which run it is on, once a person has put it there."""
        event.stop()
        if self.has_focus:
            self.post_message(self.PointedAt(self._at(event.cursor_row)))

    @on(DataTable.RowSelected)
    def choose(self, event: DataTable.RowSelected) -> None:
        """Say which run is asked about."""
        event.stop()
        result = self._at(event.cursor_row)
        if result is not None:
            self.post_message(self.Chosen(result))


def _cell(column: str, text: str) -> Text:
    return Text(text, justify=_JUSTIFY.get(column, "left"), no_wrap=True, overflow="ellipsis")
