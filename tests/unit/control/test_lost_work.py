"""The time of tasks that workers did not live to end."""

from concur_workloads.control.interval import Interval
from concur_workloads.control.lost_work import LostWork


def test_the_time_of_all_who_died_in_a_lane_adds_up() -> None:
    work = LostWork()
    work.add(1, Interval(100, 150))
    work.add(1, Interval(200, 230))
    work.add(2, Interval(100, 101))
    assert work.spent_ns(1, Interval(0, 1_000)) == 80
    assert work.spent_ns(3, Interval(0, 1_000)) == 0
    assert set(work.lanes) == {1, 2}


def test_what_lies_outside_the_pass_does_not_count() -> None:
    work = LostWork()
    work.add(1, Interval(100, 200))
    assert work.spent_ns(1, Interval(120, 190)) == 70
    assert work.spent_ns(1, Interval(300, 400)) == 0


def test_who_died_is_told_from_the_successor_by_when_it_began() -> None:
    work = LostWork()
    work.add(1, Interval(100, 150))
    assert work.death_on(1, 100) == 150
    assert work.death_on(1, 160) is None
    assert work.death_on(2, 100) is None
