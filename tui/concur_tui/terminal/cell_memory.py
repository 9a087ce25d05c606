"""What the terminal shows, cell by cell, and the shortest text that brings it up to date."""

from collections.abc import Iterable

from rich.cells import get_character_cell_size
from rich.color import ColorSystem
from rich.control import Control
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

UNKNOWN = "\0"
"""Stands for a cell of which we cannot say what the terminal shows; equals no real cell."""
TAIL = ""
"""The right half of a character that is two cells wide."""
BRIDGE = 4
"""Unchanged cells of one look are rewritten up to this many: fewer bytes than moving the cursor."""
_BYTES_A_CELL = 3
"""A character takes no more, but for a few; beyond `BRIDGE` it saves to turn on the look again."""


def _look(style: Style | None, colors: ColorSystem) -> str:
    """The escape sequences that turn `style` on; equal text means equal looks."""
    if style is None:
        return ""
    sgr = style._ansi
    if sgr is None:
        sgr = Strip.render_ansi(style, colors)
    start = f"\x1b[{sgr}m" if sgr else ""
    if style._link:
        start = f"\x1b]8;id={style._link_id};{style._link}\x1b\\{start}"
    return start


def _turn_off(look: str) -> str:
    reset = "\x1b[0m" if look.endswith("m") else ""
    return f"{reset}\x1b]8;;\x1b\\" if look.startswith("\x1b]8") else reset


class UncertainWidthError(Exception):
    """A character's width depends on the terminal, so cells cannot be told apart."""


def _cells(segments: Iterable[Segment], colors: ColorSystem) -> tuple[list[str], list[str]]:
    """Texts and looks of `segments`, one entry a cell.

    Raises `UncertainWidthError` for control and zero-width characters.
    """
    texts: list[str] = []
    looks: list[str] = []
    for text, style, control in segments:
        if control:
            raise UncertainWidthError
        look = _look(style, colors)
        before = len(texts)
        if text.isascii() and text.isprintable():
            texts.extend(text)
        else:
            for character in text:
                width = get_character_cell_size(character)
                if width == 0 or not character.isprintable():
                    raise UncertainWidthError
                texts.append(character)
                if width == 2:
                    texts.append(TAIL)
        looks.extend([look] * (len(texts) - before))
    return texts, looks


def _runs(changed: list[int], looks: list[str]) -> Iterable[tuple[int, int]]:
    """Start and end of the runs that cover the `changed` columns, near neighbours joined."""
    start = end = changed[0]
    for column in changed:
        if column > end and (
            column - end > BRIDGE + len(looks[end - 1]) // _BYTES_A_CELL
            or any(look != looks[end - 1] for look in looks[end:column])
        ):
            yield start, end
            start = column
        end = column + 1
    yield start, end


class CellMemory:
    """The cells of one terminal screen of `width` x `height`, all unknown at first."""

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self.height = height
        self._texts = [[UNKNOWN] * width for _ in range(height)]
        self._looks = [[""] * width for _ in range(height)]

    def paint(self, x: int, y: int, strip: Strip, colors: ColorSystem) -> str:
        """Take over `strip` at column `x` of row `y`; the text that repaints what changed."""
        try:
            texts, looks = _cells(strip, colors)
        except UncertainWidthError:
            return self._paint_blindly(x, y, strip, colors)
        end = x + len(texts)
        if end > self.width:
            return self._paint_blindly(x, y, strip, colors)
        row_texts, row_looks = self._texts[y], self._looks[y]
        old_texts, old_looks = row_texts[x:end], row_looks[x:end]
        if texts == old_texts and looks == old_looks:
            return ""
        changed = [
            column
            for column in range(len(texts))
            if texts[column] != old_texts[column] or looks[column] != old_looks[column]
        ]
        self._forget_split_characters(row_texts, x, end)
        row_texts[x:end] = texts
        row_looks[x:end] = looks
        return "".join(
            Control.move_to(x + start, y).segment.text + _render(texts, looks, start, stop)
            for start, stop in _runs(changed, looks)
        )

    def _forget_split_characters(self, row: list[str], x: int, end: int) -> None:
        """Overwriting one half of a wide character leaves the other half to the terminal."""
        if row[x] == TAIL:
            row[x - 1] = UNKNOWN
        if end < self.width and row[end] == TAIL:
            row[end] = UNKNOWN

    def _paint_blindly(self, x: int, y: int, strip: Strip, colors: ColorSystem) -> str:
        """Send all of `strip` and forget the row from there on, where the terminal decides."""
        if x < self.width:
            self._forget_split_characters(self._texts[y], x, self.width)
            self._texts[y][x:] = [UNKNOWN] * (self.width - x)
        move = Control.move_to(x, y).segment.text
        return move + "".join(
            text if style is None else Strip.render_style(style, text, colors)
            for text, style, _ in strip
        )


def _render(texts: list[str], looks: list[str], start: int, stop: int) -> str:
    """One run of cells, its style switched only where the look changes."""
    pieces: list[str] = []
    column = start
    while column < stop:
        look = looks[column]
        first = column
        while column < stop and looks[column] == look:
            column += 1
        pieces.append(f"{look}{''.join(texts[first:column])}{_turn_off(look)}")
    return "".join(pieces)
