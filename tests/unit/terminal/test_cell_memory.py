import random

import pytest
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from concur_tui.terminal.cell_memory import CellMemory
from support.emulator import Emulator

WIDTH = 24
STYLES = (None, Style.parse("bold red"), Style.parse("#102030 on #405060"))
LETTERS = ("a", "b", " ", "漢", "字", "█", "⣿")


def plain(text: str, style: Style | None = None) -> Strip:
    return Strip([Segment(text, style)])


def paint(memory: CellMemory, x: int, strip: Strip) -> str:
    return memory.paint(x, 0, strip, ColorSystem.TRUECOLOR)


def random_row(chance: random.Random) -> Strip:
    segments: list[Segment] = []
    left = WIDTH
    while left:
        letter = chance.choice(LETTERS)
        segment = Segment(letter, chance.choice(STYLES))
        if segment.cell_length <= left:
            segments.append(segment)
            left -= segment.cell_length
    return Strip(segments)


def slightly_changed(row: Strip, chance: random.Random) -> Strip:
    cut = chance.randrange(WIDTH)
    other = random_row(chance).crop(cut, cut + chance.randrange(6))
    return Strip.join([row.crop(0, cut), other, row.crop(cut + other.cell_length)])


@pytest.mark.parametrize("seed", range(40))
def test_diffed_rows_equal_rows_painted_afresh(seed: int) -> None:
    chance = random.Random(seed)
    memory = CellMemory(WIDTH, 1)
    shown = Emulator(WIDTH, 1)
    row = random_row(chance)
    for _ in range(25):
        shown.feed(b"\x1b[?7l" + paint(memory, 0, row).encode())
        fresh = Emulator(WIDTH, 1)
        fresh.feed(b"\x1b[?7l" + paint(CellMemory(WIDTH, 1), 0, row).encode())
        assert shown.cells() == fresh.cells()
        row = slightly_changed(row, chance)


@pytest.mark.parametrize("seed", range(40))
def test_no_trace_is_left_of_pieces_painted_anywhere(seed: int) -> None:
    chance = random.Random(seed)
    memory = CellMemory(WIDTH, 1)
    shown = Emulator(WIDTH, 1)
    shown.feed(b"\x1b[?7l")
    for _ in range(30):
        piece = random_row(chance).crop(0, chance.randrange(1, 8))
        if chance.random() < 0.1:
            piece = plain("e\u0301")
        shown.feed(paint(memory, chance.randrange(WIDTH - 8), piece).encode())
        row = random_row(chance)
        if chance.random() < 0.3:
            shown.feed(paint(memory, 0, row).encode())
            fresh = Emulator(WIDTH, 1)
            fresh.feed(b"\x1b[?7l" + paint(CellMemory(WIDTH, 1), 0, row).encode())
            assert shown.cells() == fresh.cells()


def test_an_unchanged_row_costs_nothing() -> None:
    memory = CellMemory(WIDTH, 1)
    paint(memory, 0, plain("same"))
    assert paint(memory, 0, plain("same")) == ""


def test_only_the_changed_cells_are_sent() -> None:
    memory = CellMemory(WIDTH, 1)
    paint(memory, 0, plain("one two three four"))
    assert paint(memory, 0, plain("one TWO three four")) == "\x1b[1;5HTWO"


def test_near_changes_share_one_cursor_move() -> None:
    memory = CellMemory(WIDTH, 1)
    paint(memory, 0, plain("a..b......c"))
    assert paint(memory, 0, plain("A..B......C")) == "\x1b[1;1HA..B\x1b[1;11HC"


def test_changes_share_a_style_that_takes_longer_to_turn_on_than_the_cells_between() -> None:
    style = Style.parse("#4cd37d on #0f1419")
    memory = CellMemory(WIDTH, 1)
    paint(memory, 0, plain("a........b", style))
    shared = paint(memory, 0, plain("A........B", style))
    assert shared.count("\x1b[38;2;") == 1
    assert "A........B" in shared


def test_a_changed_style_alone_is_a_change() -> None:
    memory = CellMemory(WIDTH, 1)
    paint(memory, 0, plain("ab"))
    assert "ab" in paint(memory, 0, plain("ab", Style(bold=True)))


def test_both_halves_of_a_wide_character_go_together() -> None:
    memory = CellMemory(WIDTH, 1)
    paint(memory, 0, plain("x漢y"))
    assert paint(memory, 0, plain("x字y")) == "\x1b[1;2H字"


def test_overwriting_half_a_wide_character_leaves_the_other_half_in_doubt() -> None:
    memory = CellMemory(WIDTH, 1)
    paint(memory, 0, plain("漢漢"))
    paint(memory, 1, plain("ab"))
    assert paint(memory, 0, plain(" ab ")) == "\x1b[1;1H ab "


@pytest.mark.parametrize("text", ["e\u0301", "a\u200d", "tab\t", "nbsp\xa0", "\x1b[1m"])
def test_text_of_doubtful_width_is_sent_whole_every_time(text: str) -> None:
    memory = CellMemory(WIDTH, 1)
    paint(memory, 0, plain(text))
    assert text in paint(memory, 0, plain(text))


def test_cells_after_doubtful_text_are_in_doubt_too() -> None:
    memory = CellMemory(WIDTH, 1)
    paint(memory, 8, plain("after"))
    paint(memory, 0, plain("e\u0301"))
    assert "after" in paint(memory, 8, plain("after"))


def test_text_beyond_the_edge_is_left_to_the_terminal() -> None:
    memory = CellMemory(4, 1)
    assert paint(memory, 2, plain("long")).endswith("long")
    assert paint(memory, 2, plain("long")).endswith("long")
