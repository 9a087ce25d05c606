"""What is read out of a lane at a moment."""

import pytest

from concur_tui.widgets.lane_model import Current, LaneModel
from concur_tui.widgets.lane_past import Span
from concur_tui.widgets.lane_readout import Moment, readout
from concur_tui.widgets.state_styles import State


def lane(*spans: Span) -> LaneModel:
    model = LaneModel()
    model.set_lanes(["1"])
    for span in spans:
        model.add_span(0, span)
    return model


def said(model: LaneModel, t_s: float, column_s: float = 0.1) -> str:
    return " · ".join(readout(model, 0, Moment(t_s), column_s))


def test_a_task_its_start_its_length_its_share_and_what_it_waited_for() -> None:
    model = lane(Span(1.234, 1.684, "task", 17, 0.117))
    model.add_cpu_share(0, 1.2, 1.4, 0.26, State.GIL_WAIT)
    model.add_cpu_share(0, 1.4, 1.6, 0.26, State.GIL_WAIT)
    words = "task 17 · at 1.234 s for 450 ms · CPU 26 %, else waiting for the GIL"
    assert said(model, 1.45) == words


def test_a_task_on_the_cpu_all_the_time_waited_for_nothing() -> None:
    model = lane(Span(0.0, 0.4, "task", 0, 0.4001))
    model.add_cpu_share(0, 0.0, 0.4, 1.0, State.PIPE)
    assert said(model, 0.2) == "task 0 · at 0.000 s for 400 ms · CPU 100 %"


@pytest.mark.parametrize(
    ("otherwise", "every_s", "words"),
    [
        (None, 0.2, "not seen"),
        (State.PIPE, 0.2, "blocked: pipe, socket"),
        (State.PIPE, 1.0, "too short to be seen"),
    ],
)
def test_a_wait_that_cannot_be_known_is_not_guessed(
    otherwise: State | None, every_s: float, words: str
) -> None:
    model = lane(Span(0.0, 0.4, "task", 0, 0.1), Span(0.4, 1.0, "task", 1))
    model.add_cpu_share(0, 0.0, every_s, 0.1, otherwise)
    assert said(model, 0.2) == f"task 0 · at 0.000 s for 400 ms · CPU 25 %, else {words}"


def test_a_cpu_time_that_is_not_known_is_said_so() -> None:
    assert said(lane(Span(0.0, 0.4, "task", 3)), 0.2) == (
        "task 3 · at 0.000 s for 400 ms · CPU unknown"
    )


@pytest.mark.parametrize(
    ("span", "name"),
    [
        (Span(0.0, 0.4, "failed", 3, 0.4), "task 3 failed"),
        (Span(0.0, 0.4, "lost", 3, 0.4), "task 3 lost with its worker"),
        (Span(0.0, 0.4, "lost", -1, 0.4), "a task lost with its worker"),
        (Span(0.0, 0.4, "start-up", -1, 0.4), "start-up"),
    ],
)
def test_how_it_ended_stands_first(span: Span, name: str) -> None:
    assert readout(lane(span), 0, Moment(0.2), 0.1)[0] == name


def test_tasks_that_were_told_together_are_read_out_together() -> None:
    model = lane(Span(0.0, 0.004, "task", 213, 0.004, tasks=37))
    words = "37 tasks up to 213 · at 0.000 s, 4.00 ms together · CPU 100 %"
    assert said(model, 0.05) == words


def test_of_several_in_a_cell_the_others_are_counted() -> None:
    spans = (Span(n * 0.1, n * 0.1 + 0.08, "task", n, 0.08) for n in range(8))
    assert said(lane(*spans), 0.45, 0.4) == (
        "task 4 · at 0.400 s for 80.0 ms · CPU 100 % · 3 others in this cell"
    )


def test_between_tasks_it_says_between_which_and_for_how_long() -> None:
    model = lane(Span(0.0, 0.2, "start-up", -1), Span(1.0, 1.2, "task", 0))
    assert said(model, 0.55) == "no task · from 0.200 s for 800 ms · after start-up · before task 0"
    assert said(model, 1.55) == "no task · since 1.200 s · after task 0"
    assert said(lane(Span(1.0, 1.2, "task", 0)), 0.5) == "no task · until 1.000 s · before task 0"
    assert said(lane(), 0.5) == "no task"


def test_a_task_in_flight_is_read_out_as_far_as_it_got() -> None:
    model = lane(Span(0.0, 0.3, "task", 0))
    model.set_current(0, Current("task", 0.5, 1))
    model.add_cpu_share(0, 0.5, 1.0, 0.2, State.SLEEPING)
    model.advance(1.0)
    words = "task 1 now · since 0.500 s, 500 ms so far · CPU 20 %, else sleeping"
    assert said(model, 0.85) == words
    assert said(model, 0.45) == "no task · from 0.300 s for 200 ms · after task 0"
    assert said(model, 0.25).startswith("task 0 ")


def test_a_preparation_in_flight_has_no_task() -> None:
    model = lane()
    model.set_current(0, Current("start-up", 0.0, -1))
    model.advance(0.5)
    assert said(model, 0.3) == "start-up · since 0.000 s, 500 ms so far"


def test_death_takes_the_task_with_it() -> None:
    model = lane()
    model.set_current(0, Current("task", 0.0, 5))
    model.advance(0.3)
    model.mark_death(0, 0.35)
    model.advance(2.0)
    assert said(model, 0.2).startswith("task 5 lost with its worker · at 0.000 s for 350 ms")
    assert said(model, 1.05) == "no task · since 0.350 s · after the worker's death"


def test_an_end_as_planned_is_read_out_also_beside_the_last_task() -> None:
    model = lane(Span(0.0, 0.32, "task", 5, 0.32))
    model.mark_end(0, 0.35)
    model.advance(2.0)
    task = "task 5 · at 0.000 s for 320 ms · CPU 100 %"
    assert said(model, 0.25) == task
    assert said(model, 0.34) == f"{task} · worker ended at 0.350 s"
    assert said(model, 1.05) == "no task · since 0.350 s · after the worker's end"
    idle = lane(Span(0.0, 0.2, "task", 5, 0.2))
    idle.mark_end(0, 0.35)
    assert said(idle, 0.34) == "worker ended · at 0.350 s"


def test_a_replaced_worker_is_read_out_where_its_successor_was_made() -> None:
    model = lane(Span(0.0, 0.1, "start-up", -1), Span(0.25, 0.6, "start-up", -1))
    assert said(model, 0.28) == "start-up · at 0.250 s for 350 ms · worker replaced at 0.250 s"
    assert said(model, 0.15) == (
        "no task · from 0.100 s for 150 ms · after start-up · before its replacement"
    )


def test_what_is_forgotten_is_not_told_as_idle() -> None:
    spans = (Span(n * 0.1, n * 0.1 + 0.05, "task", n) for n in range(2_100))
    model = lane(*spans)
    assert said(model, 0.02) == "forgotten · the last 2 048 stretches of a lane are remembered"
    assert said(model, 209.92).startswith("task 2099")


def test_a_thousand_lanes_remember_less_each() -> None:
    model = LaneModel()
    model.set_lanes([str(number) for number in range(1_000)])
    assert sum(lane.past.most for lane in model.lanes) <= 65_536
    assert all(lane.past.most >= 64 for lane in model.lanes)


def test_a_task_that_was_jumped_to_is_read_out_although_it_is_forgotten() -> None:
    span = Span(0.0, 0.05, "failed", 3, 0.05)
    parts = readout(lane(), 0, Moment(0.04, span, "first failure"), 0.1)
    assert parts == ["first failure: task 3 failed", "at 0.000 s for 50.0 ms", "CPU 100 %"]


@pytest.mark.parametrize("column_s", [0.0125, 0.1, 6.4])
def test_neighbouring_cells_read_neighbouring_tasks(column_s: float) -> None:
    spans = [Span(n * column_s, (n + 1) * column_s, "task", n) for n in range(300)]
    model = lane(*spans)
    names = [readout(model, 0, Moment((n + 0.5) * column_s), column_s)[0] for n in range(300)]
    assert names == [f"task {n}" for n in range(300)]
