"""The rows of a graph: one series as an area, several as lines, and marks where the scale ends."""

from collections.abc import Sequence

from concur_tui.terminal.capabilities import GlyphMode
from concur_tui.widgets.dot_canvas import DOTS, DotCanvas, Run, area_rows, steps_up
from concur_tui.widgets.graph_scale import exceeds, level

#: In the top row, where a value lies beyond the scale.
OVER = {GlyphMode.BRAILLE: "▲", GlyphMode.BLOCKS: "▲", GlyphMode.ASCII: "^"}
_GAPS = ((1,), (1, 1, 1, 1, 0, 0), (1, 1, 0), (1, 0))
"""Which columns of a series are drawn, so that lines differ without colour."""

Columns = Sequence[Sequence[float | None]]


def columns_a_cell(series: int, mode: GlyphMode) -> int:
    """How many values a graph of as many series shows side by side in one cell."""
    return 1 if series == 1 else DOTS[mode].across


def plot_rows(columns: Columns, maximum: float, height: int, mode: GlyphMode) -> list[list[Run]]:
    """Rows from top to bottom; `columns` are the values of each series from left to right."""
    if height <= 0:
        return []
    across = columns_a_cell(len(columns), mode)
    if len(columns) == 1:
        steps = steps_up(height, mode)
        levels = [None if v is None else level(v, maximum, steps) for v in columns[0]]
        rows = area_rows(levels, height, mode)
    else:
        canvas = DotCanvas(len(columns[0]) // across, height, mode)
        steps = canvas.dots_up
        for series, values in reversed(list(enumerate(columns))):
            _draw_line(canvas, series, values, maximum)
        rows = canvas.rows()
    over = {
        column // across
        for values in columns
        for column, value in enumerate(values)
        if value is not None and exceeds(value, maximum, steps)
    }
    return [_marked(rows[0], over, OVER[mode]), *rows[1:]]


def _draw_line(
    canvas: DotCanvas, series: int, values: Sequence[float | None], maximum: float
) -> None:
    gaps = _GAPS[series % len(_GAPS)]
    before: int | None = None
    for column, value in enumerate(values):
        if value is None:
            before = None
            continue
        here = level(value, maximum, canvas.dots_up)
        start = here if before is None else before
        if gaps[column % len(gaps)]:
            canvas.draw_column(column, min(start, here), max(start, here), series)
        before = here


def _marked(row: list[Run], cells: set[int], mark: str) -> list[Run]:
    if not cells:
        return row
    marked: list[Run] = []
    start = 0
    for text, series in row:
        places = enumerate(text, start)
        marked.append(("".join(mark if at in cells else each for at, each in places), series))
        start += len(text)
    return marked
