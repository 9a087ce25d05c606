"""The row above the lanes: the ruler, what a cell stands for, and what the selected lane is at."""

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from rich.cells import cell_len

from concur_tui.terminal.capabilities import GlyphMode
from concur_tui.widgets.lane_drawing import LEAST_TIMELINE, SEPARATOR, Columns, gutter

RULER_TICK = {GlyphMode.BRAILLE: "╷", GlyphMode.BLOCKS: "│", GlyphMode.ASCII: "|"}
_LEAST_RULER = LEAST_TIMELINE // 2
_TWO_LABELS = 20
"""So many cells of the ruler hold two labels, which say what a cell stands for."""
_GAP = "   "


class Now(NamedTuple):
    """What a lane is at now, in parts; `names` are what it is called, the longest first."""

    names: tuple[str, ...]
    parts: tuple[str, ...]


class Words(NamedTuple):
    """What stands at the right end of the ruler: of its cells, and of the selected lane."""

    scale: str
    now: str = ""

    @property
    def cells(self) -> int:
        """How many they take."""
        gap = len(_GAP) if self.scale and self.now else 0
        return cell_len(self.scale) + gap + cell_len(self.now)


def words_beside(
    column_s: float,
    columns: Columns,
    now: Now | None,
    *,
    several: bool,
    follow: bool,
    mode: GlyphMode,
) -> Words:
    """As much as leaves the ruler two labels, or else what the lane is at; of a view held, no now.

    What a cell stands for gives way first, as the labels of the ruler say it, too.
    """
    between = SEPARATOR[mode]
    cell = f"{column_s * 1000:g} ms a cell" if column_s < 1 else f"{column_s:g} s a cell"
    some = f"{cell}, several tasks in one" if several else cell
    whole = Words(between.join([some, "follow" if follow else "hold"]))
    if now is None or not follow:
        return whole
    said = between.join(now.parts)
    choices = [
        Words(scale, f"{name}: {said}")
        for scale, name in product((whole.scale, some, cell, ""), now.names)
    ]
    least = min(columns.timeline, _TWO_LABELS)
    fitting = (each for each in choices if _left(each, columns) >= least)
    last = choices[-1] if _left(choices[-1], columns) >= _LEAST_RULER else whole
    return next(fitting, last)


def _left(words: Words, columns: Columns) -> int:
    """How many cells are left for the ruler beside some words."""
    return columns.timeline + _beyond(columns) - words.cells - 1


def _beyond(columns: Columns) -> int:
    return columns.detail + 1 if columns.detail else 0


def ruler_cells(words: Words, columns: Columns) -> int:
    """How many cells the ruler may take so that the words fit beside it."""
    left = _left(words, columns)
    return columns.timeline if left < _LEAST_RULER else min(columns.timeline, left)


def ruler_pieces(ruler: str, words: Words, columns: Columns) -> Iterator[tuple[str, str]]:
    """Text and component class of the row, the words at its right end if there is room."""
    yield " " * gutter(columns) + ruler, "lane--ruler"
    room = columns.timeline + _beyond(columns) - len(ruler)
    if words.cells >= room:
        yield " " * room, "lane--note"
        return
    scale = words.scale + (_GAP if words.scale and words.now else "")
    yield scale.rjust(room - cell_len(words.now)), "lane--note"
    if words.now:
        yield words.now, "lane--now"
