import pytest

from concur_tui.terminal.capabilities import GlyphMode
from concur_tui.widgets.dot_canvas import DotCanvas, area_rows, steps_up


def text_rows(canvas: DotCanvas) -> list[str]:
    return ["".join(text for text, _ in row) for row in canvas.rows()]


def test_the_lowest_dot_is_at_the_bottom_left() -> None:
    canvas = DotCanvas(2, 2, GlyphMode.BRAILLE)
    canvas.draw_column(0, 0, 0, 0)
    assert text_rows(canvas) == ["  ", "⡀ "]


def test_a_full_column_of_braille_dots() -> None:
    canvas = DotCanvas(1, 1, GlyphMode.BRAILLE)
    canvas.draw_column(1, 0, 3, 0)
    assert text_rows(canvas) == ["⢸"]


def test_half_cells_where_braille_is_missing() -> None:
    canvas = DotCanvas(3, 1, GlyphMode.BLOCKS)
    canvas.draw_column(0, 0, 0, 0)
    canvas.draw_column(1, 1, 1, 0)
    canvas.draw_column(2, 0, 1, 0)
    assert text_rows(canvas) == ["▄▀█"]


def test_ascii_only_where_nothing_else_is_safe() -> None:
    canvas = DotCanvas(3, 1, GlyphMode.ASCII)
    canvas.draw_column(0, 0, 0, 0)
    canvas.draw_column(1, 1, 1, 0)
    canvas.draw_column(2, 0, 1, 0)
    assert text_rows(canvas) == [".':"]


def test_runs_keep_their_series() -> None:
    canvas = DotCanvas(4, 1, GlyphMode.BLOCKS)
    canvas.draw_column(0, 0, 0, 1)
    canvas.draw_column(3, 1, 1, 2)
    assert canvas.rows() == [[("▄  ", 1), ("▀", 2)]]


def test_an_area_shows_eighths_gaps_and_a_measured_zero() -> None:
    steps = steps_up(2, GlyphMode.BRAILLE)
    assert steps == 16
    rows = area_rows([0, None, 7, 8, 15], 2, GlyphMode.BRAILLE)
    assert ["".join(text for text, _ in row) for row in rows] == ["   ▁█", "▁ ███"]


@pytest.mark.parametrize(("mode", "row"), [(GlyphMode.BLOCKS, "▄█"), (GlyphMode.ASCII, ".:")])
def test_areas_in_plainer_terminals(mode: GlyphMode, row: str) -> None:
    assert steps_up(1, mode) == 2
    assert area_rows([0, 1], 1, mode) == [[(row, 0)]]
