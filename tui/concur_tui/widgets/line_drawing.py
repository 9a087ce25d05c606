"""Rows of styled text, cut and filled to the width of a widget."""

from collections.abc import Iterable

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

Piece = tuple[str, Style]


def clipped(text: str, width: int) -> str:
    """`text` in at most `width` cells, its end replaced by an ellipsis where it does not fit."""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - 1) + "…" if width > 0 else ""


def row_of(pieces: Iterable[Piece], width: int, ground: Style) -> Strip:
    """A row of exactly `width` cells, filled up with `ground` or cut off at the end.

    `ground` should come from a component class, which is cached, where `rich_style` is not.
    """
    segments = [Segment(text, style) for text, style in pieces if text]
    return Strip(segments).adjust_cell_length(width, ground)
