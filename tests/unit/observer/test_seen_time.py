"""How the time of a thread is shared out by looks, in tasks and between them."""

import pytest

from concur_workloads.observer.waiting.seen_time import Looks, SeenTime, Where
from concur_workloads.results.activity import Activity
from concur_workloads.results.time_split import TaskTime

_S = 1_000_000_000


def _seen(passed_s: float, on_cpu_s: float, run_queue_s: float, *looks: Looks) -> TaskTime:
    seen = SeenTime()
    seen.add(round(passed_s * _S), round(on_cpu_s * _S), round(run_queue_s * _S), looks)
    return seen.task_time()


def _able(where: Where, often: int) -> Looks:
    return Looks(Activity.ON_CPU, where, often)


def test_in_one_long_task_all_is_in_it() -> None:
    blocked = Looks(Activity.GIL, Where.IN_TASK, 70)
    found = _seen(10.0, 2.0, 1.0, _able(Where.IN_TASK, 30), blocked)
    assert (found.seen_s, found.on_cpu_s, found.run_queue_s) == (10.0, 2.0, 1.0)
    assert found.serving_cpu_s == 2.0
    assert (found.looks, found.looks_between) == (100, 0)
    assert found.waits == {Activity.GIL: 70}
    assert (found.ready_between_s, found.gil_between_s) == (0.0, 0.0)


def test_who_could_run_ran_or_waited_for_a_cpu_where_it_was_seen() -> None:
    waits_for_a_task = Looks(Activity.PIPE, Where.BETWEEN, 60)
    able = _able(Where.IN_TASK, 10), _able(Where.BETWEEN, 30)
    found = _seen(10.0, 2.0, 1.0, *able, waits_for_a_task)
    assert found.on_cpu_s == pytest.approx(0.5)
    assert found.run_queue_s == pytest.approx(0.25)
    assert found.serving_cpu_s == pytest.approx(2.0)
    assert found.ready_between_s == pytest.approx(0.75)
    assert (found.looks, found.looks_between) == (10, 90)


def test_what_the_clocks_leave_is_that_of_the_other_looks() -> None:
    gil = Looks(Activity.GIL, Where.BETWEEN, 30), Looks(Activity.GIL, Where.IN_TASK, 10)
    found = _seen(
        10.0, 2.0, 1.0, _able(Where.BETWEEN, 5), *gil, Looks(Activity.PIPE, Where.BETWEEN, 30)
    )
    assert found.gil_between_s == pytest.approx(7.0 * 30 / 70)


def test_looks_at_the_edge_of_a_task_go_with_the_others() -> None:
    edge = _able(Where.AT_EDGE, 60)
    found = _seen(10.0, 8.0, 0.0, edge, _able(Where.IN_TASK, 10), _able(Where.BETWEEN, 30))
    assert found.on_cpu_s == pytest.approx(2.0)
    assert found.serving_cpu_s == pytest.approx(8.0)
    only_edges = _seen(10.0, 8.0, 1.0, edge)
    assert (only_edges.serving_cpu_s, only_edges.ready_between_s) == (8.0, 1.0)


def test_what_it_does_elsewhere_serves_no_task() -> None:
    found = _seen(10.0, 4.0, 2.0, _able(Where.ELSEWHERE, 30), _able(Where.BETWEEN, 10))
    assert found.serving_cpu_s == pytest.approx(1.0)
    assert found.ready_between_s == pytest.approx(0.5)
    at_rest = Looks(Activity.SLEEP, Where.ELSEWHERE, 100)
    assert _seen(10.0, 0.2, 0.0, at_rest) == TaskTime()


def test_one_that_was_never_met_on_a_cpu_had_it_where_it_was() -> None:
    asleep = Looks(Activity.SLEEP, Where.IN_TASK, 30), Looks(Activity.PIPE, Where.BETWEEN, 10)
    found = _seen(10.0, 0.4, 0.0, *asleep)
    assert found.on_cpu_s == pytest.approx(0.3)
    assert found.serving_cpu_s == pytest.approx(0.4)


def test_without_the_right_to_look_the_clocks_still_count() -> None:
    found = _seen(10.0, 4.0, 2.0, Looks(None, Where.IN_TASK, 10))
    assert (found.on_cpu_s, found.run_queue_s, dict(found.waits)) == (4.0, 2.0, {})
