"""A bar of a time budget: its parts to the cell, the words below them, and how high it is."""

import pytest

from concur_tui.terminal.capabilities import GlyphMode
from concur_tui.widgets.budget_bar import bar, bar_heights, words_below
from concur_workloads.api import BudgetItem
from support.run_results import a_budget, a_full_budget


def test_the_parts_fill_the_bar_in_the_order_of_a_life() -> None:
    budget = a_budget(gil=2.0, on_cpu=1.0, start_up=1.0)
    parts = bar(budget, 8, GlyphMode.ASCII)
    assert [(each.item, each.glyphs) for each in parts] == [
        (BudgetItem.START_UP, "//"),
        (BudgetItem.ON_CPU, "##"),
        (BudgetItem.GIL, "::::"),
    ]


@pytest.mark.parametrize("width", [0, 1, 7, 80])
def test_it_is_as_long_as_it_is_wide(width: int) -> None:
    parts = bar(a_full_budget(1.0), width, GlyphMode.BRAILLE)
    assert sum(len(each.glyphs) for each in parts) == width


def test_words_stand_below_their_parts_where_there_is_room() -> None:
    budget = a_budget(start_up=0.5, on_cpu=1.5, gil=6.0)
    words = words_below(budget, bar(budget, 80, GlyphMode.ASCII))
    assert words.startswith("     on CPU 18.8 %  waiting for the GIL 75.0 %  ")
    assert len(words) == 80
    # In a shorter bar a share stands alone, or nothing.
    words = words_below(budget, bar(budget, 32, GlyphMode.ASCII))
    assert words.split() == ["75.0", "%"]


@pytest.mark.parametrize(
    ("bars", "room", "each", "together"),
    [
        # The rows of a screen less two, and workers with the bar of all.
        (5, 22, 1, 5),
        (65, 22, 1, 11),
        (5, 38, 3, 15),
        (65, 38, 1, 19),
        (5, 58, 5, 25),
        (9, 58, 4, 36),
        (0, 38, 5, 1),
    ],
)
def test_bars_are_higher_where_all_fit_so(bars: int, room: int, each: int, together: int) -> None:
    assert bar_heights(bars, room) == (each, together)
