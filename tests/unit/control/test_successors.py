"""How long those who take the place of others are in coming."""

from concur_workloads.control.interval import Interval
from concur_workloads.control.successors import Successors

_PASS = Interval(100, 200)


def test_a_start_begins_with_the_end_of_the_one_before() -> None:
    successors = Successors()
    assert successors.gone_since_ns(1) is None
    successors.note_exit(1, 110)
    assert successors.gone_since_ns(1) == 110
    assert successors.note_ready(1, 120, 150) == Interval(110, 150)
    assert successors.gone_since_ns(1) is None
    assert successors.starting_ns(1, _PASS) == 40
    assert successors.starting_ns(2, _PASS) == 0


def test_of_one_who_follows_nobody_it_begins_with_its_creation() -> None:
    successors = Successors()
    assert successors.note_ready(1, 120, 150) == Interval(120, 150)


def test_starts_and_warm_ups_add_up_as_far_as_they_are_in_the_pass() -> None:
    successors = Successors()
    for ended_ns in (90, 150, 190):
        successors.note_exit(1, ended_ns)
        successors.note_ready(1, ended_ns + 5, ended_ns + 20)
        successors.note_warm_up(1, ended_ns + 20, ended_ns + 23)
    assert successors.starting_ns(1, _PASS) == 10 + 20 + 10
    assert successors.warming_up_ns(1, _PASS) == 3 + 3
    successors.forget_pass()
    assert successors.starting_ns(1, _PASS) == successors.warming_up_ns(1, _PASS) == 0


def test_who_ends_in_one_pass_may_be_replaced_in_the_next() -> None:
    successors = Successors()
    successors.note_exit(1, 90)
    successors.forget_pass()
    successors.note_ready(1, 95, 130)
    assert successors.starting_ns(1, _PASS) == 30
