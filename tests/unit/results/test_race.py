"""Two threads and one counter: every order comes to what its steps say."""

import itertools

import pytest

from concur_workloads.control.race_replay import drawn_order, replay
from concur_workloads.results.race import order_of, race_sentence, shown_order


def test_one_after_the_other_loses_nothing() -> None:
    race = replay(order_of("111222"), 1)
    assert (race.counter, race.stored, race.lost, race.why_lost) == (2, 2, 0, ())
    assert race_sentence(race) == "2 additions stored, the counter is 2: nothing is lost."


def test_a_store_of_what_is_out_of_date_undoes_the_other() -> None:
    race = replay(order_of("121212"), 1)
    assert (race.counter, race.lost) == (1, 1)
    assert race_sentence(race) == (
        "2 additions stored, the counter is 1: 1 lost. At step 6 thread 2 stored what it had made "
        "of its load at step 2, and so undid step 5."
    )


def test_every_order_of_one_addition_each() -> None:
    lost = [
        replay(order, 1).lost for order in sorted(set(itertools.permutations((1, 1, 1, 2, 2, 2))))
    ]
    # Nothing is lost only if one thread loads after the other has stored.
    assert lost.count(0) == 2
    assert lost.count(1) == 18


def test_the_same_seed_gives_the_same_order_and_all_steps() -> None:
    order = drawn_order(7, 3)
    assert order == drawn_order(7, 3)
    assert sorted(order) == [1] * 9 + [2] * 9
    race = replay(order, 3)
    assert (race.stored, race.left(1), race.next_action(2)) == (6, 0, None)
    assert order_of(shown_order(order)) == order


def test_half_way_each_thread_knows_what_is_next() -> None:
    race = replay(order_of("1121"), 2)
    assert (race.next_action(1), race.next_action(2)) == ("load", "add")
    assert (race.value(1), race.value(2), race.counter) == (1, 0, 1)
    assert (race.left(1), race.left(2)) == (3, 5)


@pytest.mark.parametrize("seed", range(50))
def test_each_update_that_is_lost_has_a_store_that_took_it_out(seed: int) -> None:
    race = replay(drawn_order(seed, 3), 3)
    assert sum(len(each.undone) for each in race.why_lost) == race.lost


def test_an_update_may_come_back_with_a_later_store() -> None:
    race = replay(order_of("221212121121"), 2)
    assert race.lost == 2
    assert race_sentence(race).endswith(
        "At step 12 thread 1 stored what it had made of its load at step 9, and so undid steps 4 "
        "and 11."
    )


@pytest.mark.parametrize("text", ["3", "12x", "1 2"])
def test_what_is_no_order(text: str) -> None:
    with pytest.raises(ValueError, match="is no order such as"):
        order_of(text)


def test_a_thread_has_so_many_steps() -> None:
    with pytest.raises(ValueError, match="thread 2 has 3 steps only"):
        replay((2, 2, 2, 2), 1)
