"""Percentiles: values that were measured, none made up in between."""

import pytest

from concur_workloads.catalog.percentile import percentile


def test_the_median_of_an_odd_number_is_the_one_in_the_middle() -> None:
    assert percentile([3.0, 1.0, 2.0], 50) == 2.0


def test_so_many_percent_do_not_exceed_it() -> None:
    values = [float(each) for each in range(1, 101)]
    assert percentile(values, 99) == 99.0
    assert percentile(values, 100) == 100.0
    assert percentile(values, 0) == 1.0


def test_of_few_values_a_high_one_is_the_highest() -> None:
    assert percentile([5.0, 7.0], 99) == 7.0


def test_there_is_none_of_nothing() -> None:
    with pytest.raises(ValueError, match="nothing"):
        percentile([], 50)
