"""Lines and areas drawn with parts of cells, as rows of characters."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from concur_tui.terminal.capabilities import GlyphMode


class DotGrid(NamedTuple):
    """How many dots a cell has across and down."""

    across: int
    down: int


DOTS = {
    GlyphMode.BRAILLE: DotGrid(2, 4),
    GlyphMode.BLOCKS: DotGrid(1, 2),
    GlyphMode.ASCII: DotGrid(1, 2),
}
_BRAILLE_BITS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))
_HALF_BITS = ((1, 2),)
_GLYPHS = {
    GlyphMode.BRAILLE: " " + "".join(chr(0x2800 + bits) for bits in range(1, 256)),
    GlyphMode.BLOCKS: " ▀▄█",
    GlyphMode.ASCII: " '.:",
}

_FILLS = {
    GlyphMode.BRAILLE: " ▁▂▃▄▅▆▇█",
    GlyphMode.BLOCKS: " ▄█",
    GlyphMode.ASCII: " .:",
}

Run = tuple[str, int]
"""Characters that belong to one series: the text and the number of the series."""


class DotCanvas:
    """A canvas of `width` x `height` cells; dot (0, 0) is at the bottom left."""

    def __init__(self, width: int, height: int, mode: GlyphMode) -> None:
        self.width = width
        self.height = height
        self._mode = mode
        self._grid = DOTS[mode]
        self._bits = _BRAILLE_BITS if mode is GlyphMode.BRAILLE else _HALF_BITS
        self._cells = [bytearray(width) for _ in range(height)]
        self._owners = [bytearray(width) for _ in range(height)]

    @property
    def dots_across(self) -> int:
        """Width in dots."""
        return self.width * self._grid.across

    @property
    def dots_up(self) -> int:
        """Height in dots."""
        return self.height * self._grid.down

    def draw_column(self, x: int, low: int, high: int, series: int) -> None:
        """Set the dots of column `x` from `low` to `high`, both included, for `series`."""
        across, down = self._grid
        column, bits = x // across, self._bits[x % across]
        for dot in range(low, high + 1):
            row, within = divmod(self.dots_up - 1 - dot, down)
            self._cells[row][column] |= bits[within]
            self._owners[row][column] = series

    def rows(self) -> list[list[Run]]:
        """The rows from top to bottom, each a list of runs; blanks belong to the run they end."""
        glyphs = _GLYPHS[self._mode]
        return [
            self._row([glyphs[bits] for bits in cells], owners)
            for cells, owners in zip(self._cells, self._owners, strict=True)
        ]

    @staticmethod
    def _row(texts: list[str], owners: bytearray) -> list[Run]:
        runs: list[Run] = []
        start = 0
        owner = 0
        for column, text in enumerate(texts):
            if text != " " and owners[column] != owner:
                if column > start:
                    runs.append(("".join(texts[start:column]), owner))
                start, owner = column, owners[column]
        runs.append(("".join(texts[start:]), owner))
        return runs


def steps_up(height: int, mode: GlyphMode) -> int:
    """How many steps of height an area of `height` cells can tell apart."""
    return height * (len(_FILLS[mode]) - 1)


def area_rows(levels: Sequence[int | None], height: int, mode: GlyphMode) -> list[list[Run]]:
    """Rows, from top to bottom, of an area whose columns reach up to `levels`, 0 the lowest.

    Level 0 still shows one step, so that a measured zero differs from a gap.
    """
    if not levels:
        return [[("", 0)] for _ in range(height)]
    columns = [_column(0 if level is None else level + 1, height, mode) for level in levels]
    return [[("".join(row), 0)] for row in zip(*columns, strict=True)]


@lru_cache(maxsize=4096)
def _column(steps: int, height: int, mode: GlyphMode) -> str:
    """One column from top to bottom, of which the lowest `steps` are filled."""
    fills = _FILLS[mode]
    cell = len(fills) - 1
    floors = range((height - 1) * cell, -1, -cell)
    return "".join(fills[min(cell, max(0, steps - floor))] for floor in floors)
