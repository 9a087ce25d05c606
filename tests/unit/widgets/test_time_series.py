import math

import pytest

from concur_tui.widgets.graph_scale import AutoScale, exceeds, level, round_maximum
from concur_tui.widgets.time_series import MOST_SAMPLES, TimeSeries, view_start


def series_of(*values: float | None, step_s: float = 1.0) -> TimeSeries:
    series = TimeSeries(1, window_s=10.0)
    for number, value in enumerate(values):
        series.add(number * step_s, [value])
    return series


def test_columns_are_anchored_at_the_first_sample() -> None:
    assert series_of(3.0, 5.0).columns(10, 2) == [[3.0, 5.0, *[None] * 8]]


def test_a_column_is_the_mean_of_its_samples() -> None:
    assert series_of(2.0, 4.0, 9.0, step_s=0.5).columns(10, 2)[0][:2] == [3.0, 9.0]


def test_columns_between_two_samples_lie_on_the_line() -> None:
    assert series_of(0.0, 3.0, step_s=3.0).columns(10, 2)[0][:4] == [0.0, 1.0, 2.0, 3.0]


def test_a_missing_value_leaves_a_gap() -> None:
    assert series_of(1.0, None, 3.0).columns(10, 2)[0][:3] == [1.0, None, 3.0]
    assert series_of(1.0, math.nan, 3.0).columns(10, 2)[0][:3] == [1.0, None, 3.0]


def test_a_missing_value_is_not_averaged_away() -> None:
    assert series_of(1.0, None, 3.0, 4.0, step_s=0.5).columns(10, 2)[0][:2] == [None, 3.5]


def test_no_data_is_no_columns() -> None:
    assert TimeSeries(2, 10.0).columns(3, 1) == [[None] * 3] * 2


def test_the_view_moves_by_jumps_only() -> None:
    starts = [view_start(latest, columns=20, jump=5) for latest in range(32)]
    assert starts == [0] * 20 + [5] * 5 + [10] * 5 + [15] * 2


def test_the_newest_column_stays_visible_after_a_jump() -> None:
    columns = series_of(*range(24)).columns(10, 2)[0]
    assert columns == [14.0 + number for number in range(10)]


def test_memory_is_bounded_by_time_and_by_number() -> None:
    assert len(series_of(*range(200))) <= 22
    assert len(series_of(*[1.0] * (MOST_SAMPLES + 10), step_s=1e-6)) == MOST_SAMPLES


def test_columns_that_were_summed_up_as_samples_came_are_those_of_all_samples() -> None:
    values = [None if number % 17 == 3 else float(number * number % 11) for number in range(90)]
    grown = TimeSeries(1, window_s=10.0)
    for number, value in enumerate(values):
        grown.add(number * 0.3, [value])
        count = 10 if number < 40 else 14
        at_once = series_of(*values[: number + 1], step_s=0.3)
        assert grown.columns(count, 2) == at_once.columns(count, 2)


def test_a_copy_keeps_its_columns() -> None:
    series = series_of(1.0, 2.0)
    before = series.columns(10, 2)
    copied = series.copy()
    series.add(2.0, [3.0])
    assert copied.columns(10, 2) == before


def test_what_was_cleared_is_not_in_the_columns() -> None:
    series = series_of(1.0, 2.0)
    series.columns(10, 2)
    series.clear()
    assert series.columns(10, 2) == [[None] * 10]
    series.add(0.0, [7.0])
    assert series.columns(10, 2) == [[7.0, *[None] * 9]]


def test_wrong_samples_are_refused() -> None:
    series = series_of(1.0, 2.0)
    with pytest.raises(ValueError, match="2 values for 1 series"):
        series.add(3.0, [1.0, 2.0])
    with pytest.raises(ValueError, match="before the last sample"):
        series.add(0.5, [1.0])


@pytest.mark.parametrize(
    ("value", "maximum"),
    [(0, 1), (0.7, 0.8), (1, 1), (26, 30), (99, 100), (101, 150), (7.3, 8), (1e-9, 1e-9)],
)
def test_the_scale_ends_at_a_round_number_not_below_the_data(value: float, maximum: float) -> None:
    assert round_maximum(value) == pytest.approx(maximum)
    assert round_maximum(value) >= value


def test_the_scale_grows_at_once_and_shrinks_late() -> None:
    scale = AutoScale(None)
    assert scale.fit([3.0], 0.0) == 3.0
    assert scale.fit([3.0, 12.0], 1.0) == 15.0
    assert scale.fit([9.0], 2.0) == 15.0
    assert scale.fit([2.0], 3.0) == 2.0


def test_the_scale_before_is_known_for_five_seconds() -> None:
    scale = AutoScale(None)
    scale.fit([3.0], 0.0)
    assert scale.lately(0.0) is None
    scale.fit([12.0], 1.0)
    assert scale.lately(5.9) == 3.0
    assert scale.lately(6.0) is None


def test_a_fixed_scale_stays() -> None:
    scale = AutoScale(200.0)
    assert scale.fit([], 0.0) == 200.0
    assert scale.fit([900.0], 1.0) == 200.0


def test_a_value_is_beyond_the_scale_once_it_would_be_drawn_higher() -> None:
    assert not any(exceeds(value, 100.0, 8) for value in (0.0, 100.0, 107.0))
    assert exceeds(108.0, 100.0, 8)


def test_levels_span_the_dots_and_stay_inside() -> None:
    assert [level(value, 100.0, 8) for value in (-5.0, 0.0, 50.0, 100.0, 120.0)] == [0, 0, 4, 7, 7]
