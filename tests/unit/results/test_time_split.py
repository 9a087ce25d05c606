"""The time in tasks is divided by what the clocks say, and the rest by what was seen."""

import pytest

from concur_workloads.results.activity import Activity
from concur_workloads.results.time_split import TaskTime

_SEEN = TaskTime(
    seen_s=10.0,
    on_cpu_s=2.0,
    run_queue_s=1.0,
    looks=100,
    waits={Activity.GIL: 60, Activity.PIPE: 20},
)


def test_what_the_clocks_leave_is_shared_out_by_looks() -> None:
    assert _SEEN.split(20.0) == {
        Activity.ON_CPU: 4.0,
        Activity.READY: 2.0,
        Activity.GIL: pytest.approx(10.5),
        Activity.PIPE: pytest.approx(3.5),
    }


def test_a_better_clock_takes_precedence() -> None:
    parts = _SEEN.split(20.0, on_cpu_s=12.0)
    assert parts[Activity.ON_CPU] == 12.0
    assert sum(parts.values()) == pytest.approx(20.0)


@pytest.mark.parametrize("on_cpu_s", [0.0, 19.5, 25.0])
def test_no_part_is_negative_and_together_they_are_the_whole(on_cpu_s: float) -> None:
    parts = _SEEN.split(20.0, on_cpu_s)
    assert min(parts.values()) >= 0
    assert sum(parts.values()) == pytest.approx(20.0)


def test_what_nobody_saw_is_not_explained() -> None:
    assert TaskTime().split(3.0, on_cpu_s=1.0)[None] == 2.0


def test_what_the_clocks_do_not_yet_know_of_one_that_could_always_run_it_was_ready() -> None:
    seen = TaskTime(seen_s=1.0, on_cpu_s=0.2, run_queue_s=0.7, looks=100, could_run=100)
    assert seen.split(1.0) == pytest.approx({Activity.ON_CPU: 0.2, Activity.READY: 0.8, None: 0.0})


def test_a_rare_wait_is_not_blamed_for_what_it_cannot_have_taken() -> None:
    waits = {Activity.LOCK: 1}
    seen = TaskTime(1.0, 0.2, 0.7, looks=100, waits=waits, could_run=99)
    parts = seen.split(1.0)
    assert parts[Activity.LOCK] == pytest.approx(0.02)
    assert parts[Activity.READY] == pytest.approx(0.78)


def test_those_of_successive_workers_add_up() -> None:
    more = TaskTime(1.0, 0.5, 0.25, 0.5, 10, {Activity.GIL: 5, Activity.LOCK: 1}, could_run=4)
    both = _SEEN + more
    assert (both.seen_s, both.on_cpu_s, both.run_queue_s, both.looks) == (11.0, 2.5, 1.25, 110)
    assert both.waits == {Activity.GIL: 65, Activity.PIPE: 20, Activity.LOCK: 1}
    assert both.could_run == 4


def test_what_nobody_can_tell_takes_its_part_of_the_rest() -> None:
    parts = TaskTime(4.0, 1.0, waits={Activity.AWAITING: 200}, untold=100).split(4.0)
    assert parts[Activity.AWAITING] == pytest.approx(2.0)
    assert parts[None] == pytest.approx(1.0)
