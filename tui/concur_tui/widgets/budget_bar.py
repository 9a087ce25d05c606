"""A bar that shows where time went, and the words below its parts."""

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len

from concur_tui.formatting import percent
from concur_tui.terminal.capabilities import GlyphMode
from concur_tui.widgets.budget_styles import BUDGET_STATES
from concur_tui.widgets.state_styles import STATE_STYLES
from concur_workloads.api import BudgetItem, TimeBudget


class BarPart(NamedTuple):
    """What of a bar stands for an item: so many cells of its pattern."""

    item: BudgetItem
    glyphs: str


def bar(budget: TimeBudget, width: int, mode: GlyphMode) -> list[BarPart]:
    """The parts of a bar of `width` cells, each to the cell, together as long as it."""
    parts, reached, before = [], 0.0, 0
    for item in BudgetItem:
        reached += budget.share(item)
        edge = min(width, round(reached * width))
        if edge > before:
            glyph = STATE_STYLES[BUDGET_STATES[item]].glyph(mode)
            parts.append(BarPart(item, glyph * (edge - before)))
            before = edge
    return parts


def words_below(budget: TimeBudget, parts: Sequence[BarPart]) -> str:
    """Name and share of each part, or its share alone, where there is room below it."""
    return "".join(_words(budget, each).ljust(len(each.glyphs)) for each in parts)


def _words(budget: TimeBudget, part: BarPart) -> str:
    share = percent(budget.share(part.item))
    # A cell is left free before the words of the next part.
    fitting = (
        text for text in (f"{part.item.value} {share}", share) if cell_len(text) < len(part.glyphs)
    )
    return next(fitting, "")


class BarHeights(NamedTuple):
    """Rows of each bar, the words below it included, and of all that are in view at once."""

    each: int
    together: int


#: What is left below the bars before they are drawn higher, and how high at most.
_ROWS_BELOW = 20
_HIGHEST = 5


def bar_heights(bars: int, room: int) -> BarHeights:
    """How high bars are where there are `room` rows for them and for what stands below.

    Of more bars than fit some are scrolled to, so that always as much is left below.
    """
    free = room - _ROWS_BELOW
    each = next((rows for rows in range(_HIGHEST, 1, -1) if bars * rows <= free), 1)
    return BarHeights(each, max(1, min(bars * each, max(free, room // 2))))
