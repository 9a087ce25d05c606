"""How long workers had no task because of a pause, which they first end theirs in."""

import pytest

from concur_workloads.control.interval import Interval
from concur_workloads.control.paused_time import PausedTime

_PASS = Interval(0, 100)


def _paused(begin_ns: int, end_ns: int | None = None) -> PausedTime:
    paused = PausedTime()
    paused.begin(begin_ns)
    if end_ns is not None:
        paused.end(end_ns)
    return paused


def test_a_pause_counts_from_its_beginning_to_its_end() -> None:
    paused = _paused(20)
    assert paused.is_on
    assert paused.spent_ns(1, Interval(0, 50)) == 30
    paused.end(60)
    assert not paused.is_on
    assert paused.spent_ns(1, _PASS) == 40
    assert paused.spent_ns(1, Interval(30, 50)) == 20
    assert paused.spent_ns(1, Interval(70, 100)) == 0


def test_a_task_that_was_under_way_is_ended_first() -> None:
    paused = _paused(20)
    assert paused.spent_ns(1, Interval(0, 50), Interval(10, 50)) == 0
    paused.note_busy(1, [10], [25])
    paused.end(60)
    assert paused.spent_ns(1, _PASS) == 35
    assert paused.spent_ns(2, _PASS) == 40


def test_what_is_heard_of_late_counts_by_when_it_was() -> None:
    paused = PausedTime()
    # Before the pause is.
    paused.note_busy(1, [2, 12], [10, 25])
    paused.begin(20)
    paused.end(60)
    # When others have begun.
    paused.note_busy(2, [10, 62, 72], [25, 70, 80])
    assert [paused.spent_ns(lane, _PASS) for lane in (1, 2)] == [35, 35]


def test_pauses_add_up_and_a_task_may_reach_into_two() -> None:
    paused = _paused(20, 40)
    paused.note_busy(1, [30], [70])
    paused.begin(60)
    paused.end(90)
    assert paused.spent_ns(1, _PASS) == 10 + 20


@pytest.mark.parametrize("repeated", [20, 30])
def test_a_second_beginning_begins_none(repeated: int) -> None:
    paused = _paused(20)
    paused.begin(repeated)
    paused.end(40)
    paused.end(50)
    assert paused.spent_ns(1, _PASS) == 20


def test_a_pause_goes_on_in_the_next_pass_but_what_was_is_forgotten() -> None:
    paused = _paused(20, 40)
    paused.begin(60)
    paused.note_busy(1, [60], [70])
    paused.forget_pass()
    assert paused.spent_ns(1, Interval(100, 110)) == 10
    assert paused.spent_ns(1, _PASS) == 40
    paused.end(110)
    paused.forget_pass()
    assert paused.spent_ns(1, Interval(0, 200)) == 0
