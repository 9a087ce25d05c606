"""What bursts of looks say of how often the GIL changes hands."""

import math

import pytest

from concur_workloads.results.hand_overs import NO_BURSTS, HandOvers


def _bursts(*changes: int) -> HandOvers:
    found = NO_BURSTS
    for each in changes:
        found = found.plus(HandOvers.of_burst(0.05, 40, each))
    return found


def test_the_rate_is_that_of_all_bursts() -> None:
    found = _bursts(6, 8, 7)
    assert (found.bursts, found.looks, found.changes) == (3, 120, 21)
    assert found.per_s == pytest.approx(140)


def test_of_bursts_that_agree_the_error_is_that_of_chance() -> None:
    assert _bursts(7, 7, 7).error_per_s == pytest.approx(1.96 * math.sqrt(21) / 0.15)


def test_of_bursts_that_differ_more_the_error_is_their_spread() -> None:
    # The standard deviation of 0 and 20 is 14.1, that of their sum 20.
    assert _bursts(0, 20).error_per_s == pytest.approx(1.96 * 20 / 0.1)


def test_where_none_was_seen_there_may_have_been_a_few() -> None:
    assert _bursts(0, 0).per_s == 0
    assert _bursts(0, 0).error_per_s == pytest.approx(3 / 0.1)


def test_without_a_burst_nothing_is_known() -> None:
    assert NO_BURSTS.per_s == 0
    assert NO_BURSTS.error_per_s == math.inf


def test_looks_that_often_find_another_holder_cannot_follow() -> None:
    assert not _bursts(13).is_too_fast
    assert _bursts(14).is_too_fast
