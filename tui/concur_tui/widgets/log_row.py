"""One line of the log as a row of cells: time, level, source, text."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, tzinfo
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from concur_tui.widgets.harmless_text import harmless
from concur_tui.widgets.line_drawing import clipped
from concur_tui.widgets.log_ring import Level, LogLine

LONGEST_SOURCE = 16
_MARKS = {Level.DEBUG: " ", Level.INFO: " ", Level.WARNING: "W", Level.ERROR: "E"}

ROW_CLASSES: set[str] = {
    "log--time",
    "log--source",
    "log--hit",
    "log--current-hit",
    *(f"log--{level.name.lower()}" for level in Level),
}


class RowView(NamedTuple):
    """How rows are shown; `needle` is what to highlight, `shift` how far the text is panned."""

    width: int
    source_width: int
    shift: int
    needle: re.Pattern[str] | None
    timezone: tzinfo | None
    style: Callable[[str], Style]


def _clock(time_s: float, timezone: tzinfo | None) -> str:
    moment = datetime.fromtimestamp(time_s, UTC).astimezone(timezone)
    return moment.strftime("%H:%M:%S.") + f"{moment.microsecond // 1000:03d}"


def _highlighted(
    text: str, needle: re.Pattern[str] | None, plain: Style, marked: Style
) -> Iterator[Segment]:
    end = 0
    for hit in needle.finditer(text) if needle else ():
        yield Segment(text[end : hit.start()], plain)
        yield Segment(hit.group(), marked)
        end = hit.end()
    yield Segment(text[end:], plain)


def log_row(line: LogLine, view: RowView, *, current: bool) -> Strip:
    """The row of `line`, exactly as wide as the view; `current` marks the hit the reader is at."""
    level = view.style(f"log--{line.level.name.lower()}")
    source = clipped(harmless(line.source), view.source_width)
    padding = " " * (view.source_width - cell_len(source))
    head = Strip(
        [
            Segment(f"{_clock(line.time_s, view.timezone)} ", view.style("log--time")),
            Segment(f"{_MARKS[line.level]} ", level),
            Segment(f"{source}{padding}  ", view.style("log--source")),
        ]
    )
    marked = view.style("log--current-hit" if current else "log--hit")
    body = Strip(_highlighted(harmless(line.text), view.needle, level, marked))
    room = view.width - head.cell_length
    if body.cell_length - view.shift > room > 0:
        cut = body.crop(view.shift, view.shift + room - 1)
        body = Strip([*cut.adjust_cell_length(room - 1, level), Segment("…", level)])
    else:
        body = body.crop(view.shift)
    return Strip.join([head, body]).adjust_cell_length(view.width, level)
