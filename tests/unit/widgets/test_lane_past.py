"""What a lane remembers of its tasks, and which of them stand out."""

import pytest

from concur_tui.widgets.lane_jumps import Jump, named, target, why_none
from concur_tui.widgets.lane_past import Found, Past, Span


def past_of(*spans: Span, most: int = 100) -> Past:
    past = Past(most)
    for span in spans:
        past.add(span)
    return past


def task(number: int, start_s: float, end_s: float, cpu_s: float | None = None) -> Span:
    return Span(start_s, end_s, "task", number, cpu_s)


FIRST, SECOND, THIRD = task(0, 0.0, 0.3), task(1, 0.5, 0.58), task(2, 0.58, 0.6)


@pytest.mark.parametrize(
    ("t_s", "cell", "found"),
    [
        (0.15, (0.1, 0.2), Found(FIRST, 0, None, SECOND)),
        (0.35, (0.2, 0.4), Found(FIRST, 0, None, SECOND)),
        (0.45, (0.4, 0.5), Found(None, 0, FIRST, SECOND)),
        (0.55, (0.5, 0.6), Found(SECOND, 1, FIRST, None)),
        (0.59, (0.5, 0.6), Found(THIRD, 1, FIRST, None)),
        (0.9, (0.4, 1.2), Found(SECOND, 1, FIRST, None)),
        (0.7, (0.6, 0.8), Found(None, 0, THIRD, None)),
    ],
)
def test_a_cell_holds_the_task_at_the_moment_or_else_the_longest(
    t_s: float, cell: tuple[float, float], found: Found
) -> None:
    assert past_of(FIRST, SECOND, THIRD).find(t_s, *cell) == found


def test_tasks_that_are_told_together_count_as_many() -> None:
    together = Span(0.5, 0.501, "task", 40, 0.001, tasks=30)
    past = past_of(together, task(41, 0.51, 0.55))
    assert past.find(0.53, 0.5, 0.6).others == 30
    assert past.find(0.5005, 0.5, 0.6) == Found(together, 1, None, None)


def test_a_start_up_in_the_cell_is_no_other_task() -> None:
    past = past_of(Span(0.0, 0.01, "start-up", -1), task(0, 0.02, 0.1))
    assert past.find(0.05, 0.0, 0.1).others == 0


def test_only_the_last_are_kept_but_those_that_stand_out_stay_known() -> None:
    slow = task(0, 0.0, 5.0, 0.5)
    failed = Span(5.0, 5.1, "failed", 1, 0.1)
    past = past_of(slow, failed, most=10)
    assert not past.forgot
    for number in range(2, 40):
        past.add(task(number, 5.0 + number, 5.1 + number, 0.1))
    assert past.forgot
    assert past.find(2.0, 1.9, 2.1).span is None
    assert (past.slowest, past.longest_wait, past.first_failure) == (slow, slow, failed)


def test_an_interval_holds_what_reaches_into_it_and_how_many_there_were_before() -> None:
    past = past_of(*(task(number, number, number + 0.5) for number in range(40)), most=10)
    assert (past.count, past.oldest_s) == (40, 30)
    assert past.between(35.2, 37.0) == [(35, task(35, 35, 35.5)), (36, task(36, 36, 36.5))]
    assert past.between(0.0, 30.0) == past.between(40.0, 50.0) == []
    past.keep(5)
    assert [number for number, _ in past.between(0.0, 50.0)] == [35, 36, 37, 38, 39]


def test_fewer_are_kept_when_there_is_less_room() -> None:
    past = past_of(*(task(number, number, number + 0.5) for number in range(10)))
    past.keep(4)
    assert past.forgot
    assert past.find(6.2, 6.0, 6.5).span == task(6, 6, 6.5)
    assert past.find(5.2, 5.0, 5.5).span is None


def test_jumps_find_the_task_of_all_lanes() -> None:
    slow, waiting = task(1, 0.0, 0.9, 0.9), task(2, 0.0, 0.8, 0.1)
    late, early = Span(0.9, 1.0, "failed", 3), Span(0.8, 0.95, "lost", 4)
    pasts = [past_of(slow, late), past_of(waiting, early), past_of()]
    assert target(pasts, Jump.SLOWEST) == (0, slow)
    assert target(pasts, Jump.LONGEST_WAIT) == (1, waiting)
    assert target(pasts, Jump.FIRST_FAILURE) == (1, early)
    assert [named(pasts, jump) for jump in Jump] == ["slowest", "longest wait", "first failure"]


@pytest.mark.parametrize(
    ("spans", "reasons"),
    [
        ((), ["No task has ended.", "No task has ended.", "No task has failed."]),
        (
            (Span(0.0, 1.0, "warm-up", -1, 0.1),),
            ["No task has ended.", "No task has ended.", "No task has failed."],
        ),
        (
            (Span(0.0, 0.001, "task", 40, 0.001, tasks=30),),
            [
                "All tasks were too short to be told one by one.",
                "All tasks were too short to be told one by one.",
                "No task has failed.",
            ],
        ),
        (
            (task(0, 0.0, 1.0),),
            ["", "No task is known to have been off the CPU.", "No task has failed."],
        ),
    ],
)
def test_where_there_is_none_the_reason_is_said(
    spans: tuple[Span, ...], reasons: list[str]
) -> None:
    pasts = [past_of(*spans)]
    for jump, reason in zip(Jump, reasons, strict=True):
        if reason:
            assert target(pasts, jump) is None
            assert why_none(pasts, jump) == reason
        else:
            assert target(pasts, jump) is not None


def test_a_task_among_those_told_together_may_have_been_slower() -> None:
    pasts = [past_of(task(0, 0.0, 0.0005)), past_of(Span(0.0, 0.004, "task", 40, tasks=9))]
    assert target(pasts, Jump.SLOWEST) == (0, task(0, 0.0, 0.0005))
    assert named(pasts, Jump.SLOWEST) == "slowest of those told one by one"
