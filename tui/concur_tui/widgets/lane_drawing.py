"""How the width of a lane is shared out, and the words beside the cells."""

from typing import NamedTuple

from rich.cells import cell_len

from concur_tui.terminal.capabilities import GlyphMode
from concur_tui.widgets.lane_cells import Look, runs
from concur_tui.widgets.lane_model import Row
from concur_tui.widgets.line_drawing import clipped

CURSOR = {GlyphMode.BRAILLE: "▸", GlyphMode.BLOCKS: "►", GlyphMode.ASCII: ">"}
MOMENT = {GlyphMode.BRAILLE: "▾", GlyphMode.BLOCKS: "▼", GlyphMode.ASCII: "v"}
SEPARATOR = {GlyphMode.BRAILLE: " · ", GlyphMode.BLOCKS: " · ", GlyphMode.ASCII: ", "}
LEAST_TIMELINE = 22
_LEAST_DETAIL = 8
_LONGEST_LABEL = 20


class Columns(NamedTuple):
    """Cells for the label, the timeline and the detail; one blank stands between them."""

    label: int
    timeline: int
    detail: int


def share_out(width: int, longest_label: int, longest_detail: int) -> Columns:
    """The timeline gets what label and detail leave, which give way where room is short."""
    label = min(longest_label, _LONGEST_LABEL, max(0, width // 3))
    room = width - (label + 2 if label else 1)
    detail = min(longest_detail, room - LEAST_TIMELINE - 1)
    if detail < _LEAST_DETAIL:
        detail = 0
    return Columns(label, max(0, room - (detail + 1 if detail else 0)), detail)


def lane_pieces(
    label: str,
    row: Row,
    columns: Columns,
    table: dict[int, Look],
    cursor: tuple[str, str],
    mark: tuple[int, str] | None,
) -> list[tuple[str, str]]:
    """Text and component class of a lane.

    `cursor` is its first cell and the label's class, `mark` the cell that is marked and its class.
    """
    first, label_class = cursor
    pieces = [(first, label_class)]
    if columns.label:
        text = clipped(label, columns.label)
        padding = " " * (columns.label - cell_len(text))
        pieces.append((f"{padding}{text} ", label_class))
    cells = [(table[code][0] * length, table[code][1]) for code, length in runs(row.codes)]
    pieces += cells if mark is None else marked(cells, *mark)
    if columns.detail:
        pieces.append((f" {clipped(row.detail, columns.detail)}", "lane--detail"))
    return pieces


def marked(pieces: list[tuple[str, str]], at: int, name: str) -> list[tuple[str, str]]:
    """The pieces with cell number `at` in a class of its own; they are a cell a character."""
    found = []
    for text, own in pieces:
        if 0 <= at < len(text):
            found += [(text[:at], own), (text[at], name), (text[at + 1 :], own)]
        else:
            found.append((text, own))
        at -= len(text)
    return found


def gutter(columns: Columns) -> int:
    """How many cells there are left of the timeline."""
    return columns.label + 2 if columns.label else 1


def readout_rows(
    parts: list[str], of_gil: list[str], width: int, room: int, mode: GlyphMode
) -> list[str]:
    """What a lane and the GIL are read out as: in two rows each at most, or else in one."""
    rows = in_rows(parts, width, mode)
    if not of_gil:
        return rows
    rows += in_rows(of_gil, width, mode)
    if len(rows) <= room:
        return rows
    return [*in_rows(parts, width, mode, 1), *in_rows(of_gil, width, mode, 1)][: max(1, room)]


def in_rows(parts: list[str], width: int, mode: GlyphMode, most: int = 2) -> list[str]:
    """The parts in one row of `width` cells, or else in `most`, the last cut off."""
    between = SEPARATOR[mode]
    rows = [""]
    for part in parts:
        longer = rows[-1] + between + part if rows[-1] else part
        if cell_len(longer) > width and rows[-1] and len(rows) < most:
            rows.append(part)
        else:
            rows[-1] = longer
    return [clipped(row, width) for row in rows]
