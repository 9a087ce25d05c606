"""Ratios of paired times against answers worked out by hand."""

import math

import pytest

from concur_workloads.results.ratio import Ratio, paired_ratio


def test_one_pair_gives_a_value_without_an_interval() -> None:
    assert paired_ratio([3.0], [2.0]) == Ratio(1.5, None, None, 1)


def test_equal_pairs_leave_no_doubt() -> None:
    ratio = paired_ratio([2.0, 4.0, 8.0], [1.0, 2.0, 4.0])
    assert ratio is not None
    assert (ratio.value, ratio.low, ratio.high) == pytest.approx((2.0, 2.0, 2.0))
    assert ratio.differs_from_one


def test_two_pairs_by_hand() -> None:
    """Logs 0 and ln 4: mean ln 2, deviation ln 4 / sqrt 2, so the margin is 12.706 ln 2."""
    ratio = paired_ratio([1.0, 4.0], [1.0, 1.0])
    assert ratio is not None
    assert ratio.value == pytest.approx(2.0)
    assert ratio.low == pytest.approx(2.0 / 2**12.706)
    assert ratio.high == pytest.approx(2.0 * 2**12.706)
    assert not ratio.differs_from_one


def test_three_pairs_by_hand() -> None:
    """Logs -d, 0, d: deviation d, margin 4.303 d / sqrt 3."""
    d = 0.1
    ratio = paired_ratio([math.exp(-d), 1.0, math.exp(d)], [1.0] * 3)
    assert ratio is not None
    assert ratio.value == pytest.approx(1.0)
    assert ratio.high == pytest.approx(math.exp(4.303 * d / math.sqrt(3)))
    assert ratio.low == pytest.approx(1 / math.exp(4.303 * d / math.sqrt(3)))


def test_many_pairs_use_the_normal_quantile() -> None:
    numerators = [math.exp(0.1), math.exp(-0.1)] * 32
    ratio = paired_ratio(numerators, [1.0] * 64)
    assert ratio is not None
    deviation = 0.1 * math.sqrt(64 / 63)
    assert ratio.high == pytest.approx(math.exp(1.960 * deviation / 8))


def test_drift_that_both_of_a_pair_share_does_not_widen_the_interval() -> None:
    ratio = paired_ratio([1.0, 2.0, 3.0, 4.0], [2.0, 4.0, 6.0, 8.0])
    assert ratio is not None
    assert ratio.low == pytest.approx(0.5)
    assert ratio.high == pytest.approx(0.5)


def test_swapping_the_sides_turns_the_ratio_over() -> None:
    above, below = [1.0, 1.2, 0.9], [2.0, 2.1, 2.2]
    forth, back = paired_ratio(above, below), paired_ratio(below, above)
    assert forth is not None
    assert back is not None
    assert back.value == pytest.approx(1 / forth.value)
    assert forth.high is not None
    assert back.low == pytest.approx(1 / forth.high)


def test_pairs_without_a_time_do_not_count() -> None:
    assert paired_ratio([], []) is None
    assert paired_ratio([0.0], [1.0]) is None
    assert paired_ratio([1.0, 2.0], [1.0]) == Ratio(1.0, None, None, 1)


@pytest.mark.parametrize(
    ("low", "high", "differs"),
    [
        (1.02, 1.5, True),
        (0.5, 0.98, True),
        (1.01, 1.5, False),
        (0.5, 0.99, False),
        (0.9, 1.1, False),
    ],
)
def test_a_difference_must_clear_one_by_a_percent(
    low: float, high: float, *, differs: bool
) -> None:
    assert Ratio(1.0, low, high, 5).differs_from_one is differs
