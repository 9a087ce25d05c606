"""Which tasks have begun, though some run twice and others never."""

import pytest

from concur_workloads.control.begun_tasks import BegunTasks
from concur_workloads.recorder.batch import Batch
from concur_workloads.recorder.layout import Kind, State
from concur_workloads.recorder.reader import LaneStatus

_TASKS = 10


def _ended(*tasks: int, number: int = 1, kind: Kind = Kind.TASK, start_ns: int = 0) -> Batch:
    count = len(tasks)
    starts_ns = [start_ns + place for place in range(count)]
    return Batch.of(1, kind, number, list(tasks), starts_ns, starts_ns, [0] * count)


def _running(task: int, number: int = 1, state: State = State.RUNNING) -> LaneStatus:
    return LaneStatus(state, task, number, 1_000 + task)


def test_a_task_that_is_tried_again_has_begun_once() -> None:
    begun = BegunTasks(1, _TASKS)
    begun.note_records(_ended(0, 1))
    begun.note_records(_ended(0, 0, kind=Kind.FAILED_TASK))
    assert begun.count(4, [_running(0)]) == 2


def test_those_that_workers_are_on_have_begun_whether_they_live_or_not() -> None:
    begun = BegunTasks(1, _TASKS)
    statuses = [_running(3), _running(4), _running(3)]
    assert begun.count(0, statuses) == 2
    begun.note_lost(4, 900)
    assert begun.count(0, statuses) == 2
    assert begun.count(0, []) == 1


@pytest.mark.parametrize(
    "status", [_running(-1, 0, State.WARMING_UP), _running(2, 7), _running(-1, 1, State.IDLE)]
)
def test_warm_up_and_other_passes_are_none_of_them(status: LaneStatus) -> None:
    begun = BegunTasks(1, _TASKS)
    begun.note_records(_ended(5, number=7))
    assert begun.count(0, [status]) == 0


def test_one_that_failed_before_it_began_will_not_begin() -> None:
    begun = BegunTasks(1, _TASKS)
    begun.note_failed(1, 6)
    begun.note_failed(2, 7)
    assert begun.count(0, []) == 1


def test_records_that_could_not_be_read_count() -> None:
    begun = BegunTasks(1, _TASKS)
    begun.note_records(_ended(0, 1))
    assert begun.count(5, []) == 5


def test_the_last_to_begin_may_have_ended_or_be_lost_or_under_way() -> None:
    begun = BegunTasks(1, _TASKS)
    assert begun.last_begin_ns([]) == 0
    begun.note_records(_ended(0, 1, start_ns=300))
    begun.note_records(_ended(2, start_ns=200))
    assert begun.last_begin_ns([]) == 301
    begun.note_lost(3, 400)
    assert begun.last_begin_ns([]) == 400
    assert begun.last_begin_ns([_running(4), _running(5)]) == 1_005


def test_between_two_passes_none_begins() -> None:
    between = BegunTasks(0, _TASKS)
    between.note_lost(0, 100)
    between.note_failed(1, 1)
    assert between.count(0, []) == 0
