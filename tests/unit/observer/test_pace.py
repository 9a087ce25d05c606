"""How often the sampler looks at its threads, for what that takes."""

import pytest

from concur_workloads.observer.waiting.pace import Pace


def test_it_looks_a_hundred_times_a_second_if_that_takes_little() -> None:
    pace = Pace()
    assert [pace.pause_after(0.0003, 1) for _ in range(50)] == [0.01] * 50


def test_of_looks_that_take_long_there_are_fewer() -> None:
    pace = Pace()
    pauses = [pace.pause_after(0.001, 1) for _ in range(200)]
    assert 0.001 / pauses[-1] == pytest.approx(0.047, rel=0.01)


def test_the_first_look_at_a_process_keeps_the_next_ones_off_for_a_moment_only() -> None:
    pace = Pace()
    pauses = [pace.pause_after(took_s, 1) for took_s in (0.1, *[0.0003] * 100)]
    assert max(pauses) < 0.02
    assert sum(pauses) < 1.1


def test_looks_that_always_take_very_long_come_ten_times_a_second() -> None:
    pace = Pace()
    assert [pace.pause_after(0.1, 1) for _ in range(200)][-1] == pytest.approx(0.1, rel=0.01)


def test_each_of_several_groups_has_a_look_a_hundred_times_a_second() -> None:
    pace = Pace()
    assert [pace.pause_after(0.0001, 4) for _ in range(50)] == [0.0025] * 50


def test_before_there_are_any_threads_there_is_no_hurry() -> None:
    assert Pace().pause_after(0.0, 0) == 0.01
