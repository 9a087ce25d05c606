"""What looks for who holds the GIL add up to, and how far it may be off."""

import math

import pytest

from concur_workloads.results.gil_tally import GilTally
from concur_workloads.results.gil_use import GilLook, GilUse


def _tally(*holders: int | None) -> GilTally:
    tally = GilTally()
    for number, holder in enumerate(holders):
        tally.add(GilLook(number * 0.01, holder, wanted=True, after_s=0.01, changed=number > 0))
    return tally


def test_shares_are_of_the_looks_at_which_it_was_wanted() -> None:
    tally = _tally(1, 1, 2, None)
    tally.add(GilLook(0.05, None, wanted=False))
    use = tally.use()
    assert (use.looks, use.wanted, use.wanted_share) == (5, 4, 0.8)
    assert (use.share(1), use.share(2), use.share(3)) == (0.5, 0.25, 0.0)
    assert use.untold_share == 0.25


def test_tallies_add_up() -> None:
    both = _tally(1, 1, 2)
    both.merge(_tally(2, 3))
    use = both.use()
    assert (use.looks, use.wanted, use.changes) == (5, 5, 3)
    assert use.holders == {1: 2, 2: 2, 3: 1}
    assert use.seconds == pytest.approx(0.05)


def test_of_many_workers_those_that_held_it_most_are_named() -> None:
    tally = _tally(1, 1, 1, 2, 2, 3)
    tally.name_no_more_than(2)
    use = tally.use()
    assert (use.holders, use.others) == ({1: 3, 2: 2}, 1)
    assert use.others_share == pytest.approx(1 / 6)
    assert use.untold_share == pytest.approx(0.0)


def test_the_error_reaches_to_the_farther_end_of_wilsons_interval() -> None:
    # 0.2366 to 0.7634, as tables have it.
    assert GilUse(10, 10, {1: 5}, 0.1, 0).error(1) == pytest.approx(0.2634, abs=1e-4)
    # 0.7225 to 1.
    assert GilUse(10, 10, {1: 10}, 0.1, 0).error(1) == pytest.approx(0.2775, abs=1e-4)


def test_a_single_look_proves_next_to_nothing_and_none_nothing() -> None:
    assert GilUse(1, 1, {1: 1}, 0.0, 0).error(1) > 0.75
    assert GilUse(1, 0, {}, 0.0, 0).largest_error == 1.0


def test_the_more_looks_the_smaller_the_error() -> None:
    errors = [GilUse(n, n, {1: n // 4, 2: n // 2}, 1.0, 0).largest_error for n in (4, 40, 400)]
    assert errors == sorted(errors, reverse=True)
    assert errors[-1] == pytest.approx(1.96 * math.sqrt(0.25 / 400), rel=0.05)
