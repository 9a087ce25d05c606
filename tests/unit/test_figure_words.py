"""Figures in words: the prefix that fits, the sum or the median, and how far values lie apart."""

import pytest

from concur_tui.figure_words import all_of, figures_sentence, value_with_unit
from concur_workloads.api import Figure, FigureReading, Measured

_LOST = FigureReading(Figure("lost updates", "", "", summed=True), Measured(4, 10, 20, 40, 90))
_TRIP = FigureReading(Figure("round trip", "s", ""), Measured(1, 7e-6, 7.6e-6, 9e-6, 7.6e-6))


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (7.6e-6, "s", "7.60 µs"),
        (3 << 20, "B", "3.00 MiB"),
        (3 << 20, "B/s", "3.00 MiB/s"),
        (12.34, "%", "12.3 %"),
        (2, "", "2"),
        (2.5, "", "2.50"),
        (float("inf"), "", "inf"),
    ],
)
def test_units_take_the_prefix_that_fits(value: float, unit: str, words: str) -> None:
    assert value_with_unit(value, unit) == words


def test_a_sentence_has_the_sum_or_the_median() -> None:
    said = figures_sentence([_LOST, _TRIP], 0)
    assert said == "Lost updates 90 in all; round trip 7.60 µs."
    assert figures_sentence([], 0) == ""


def test_a_sum_is_no_more_than_a_lower_bound_once_records_were_missed() -> None:
    said = figures_sentence([_LOST, _TRIP], 3)
    assert said == "Lost updates at least 90 in all; round trip 7.60 µs."
    assert all_of(_LOST, 3) == ("at least 90 in all", "10 to 40 in 4 tasks")


def test_all_of_a_figure_tells_how_far_its_values_lie_apart() -> None:
    assert all_of(_LOST, 0) == ("90 in all", "10 to 40 in 4 tasks")
    assert all_of(_TRIP, 0) == ("median 7.60 µs", "7.00 µs to 9.00 µs in 1 task")
