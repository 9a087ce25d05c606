"""When a target counts as met, and how rows are shown."""

import json
from typing import Literal

import pytest

from benchmarks.report import as_json, as_table
from benchmarks.row import Figure, Row, Target, median_of
from concur_workloads.api import Ratio


def a_row(low: float | None, high: float | None, of: Literal["ours", "ratio"] = "ours") -> Row:
    return Row(
        "speed",
        "a case",
        "ms",
        Figure(10.0, low, high, 5),
        "another",
        Figure(5.0, 4.0, 6.0, 5),
        Ratio(2.0, 1.5, 2.5, 5),
        Target(11.0 if of == "ours" else 1.4, of),
    )


@pytest.mark.parametrize(
    ("low", "high", "met"),
    [(9.0, 10.5, "yes"), (9.0, 12.0, "unclear"), (11.5, 12.0, "no"), (None, None, "yes")],
)
def test_a_target_is_met_or_missed_only_by_the_whole_spread(
    low: float | None, high: float | None, met: str
) -> None:
    assert a_row(low, high).met == met


def test_a_target_of_the_ratio_is_judged_by_its_interval() -> None:
    assert a_row(9.0, 10.5, of="ratio").met == "no"


def test_a_row_without_a_target_is_not_judged() -> None:
    assert Row("speed", "a case", "ms", median_of([1.0])).met == ""


def test_the_median_comes_with_its_quartiles() -> None:
    assert median_of([5.0, 1.0, 2.0, 4.0, 3.0]) == Figure(3.0, 2.0, 4.0, 5)
    assert median_of([5.0]) == Figure(5.0, None, None, 1)


def test_the_table_has_everything_in_a_row() -> None:
    shown = as_table([a_row(9.0, 12.0)]).splitlines()[-1]
    assert " ".join(shown.split()) == (
        "speed a case 10.0 [9.00, 12.0] ms 5 another 5.00 [4.00, 6.00] ms "
        "2.000 [1.500, 2.500] <= 11 ms unclear"
    )


def test_the_json_has_the_same_rows() -> None:
    (row,) = json.loads(as_json([a_row(9.0, 12.0)], {"machine": "this"}))["rows"]
    assert row["ours"]["value"] == 10.0
    assert row["met"] == "unclear"
