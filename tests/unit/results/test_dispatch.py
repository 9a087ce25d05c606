"""What workers waited for tasks in one pass."""

import pytest

from concur_workloads.recorder.layout import Kind
from concur_workloads.recorder.reader import Record
from concur_workloads.results.dispatch import DispatchWait

_MS = 1_000_000


def _record(lane: int, number: int, start_ms: int, end_ms: int, kind: Kind = Kind.TASK) -> Record:
    return Record(lane, kind, 0, number, start_ms * _MS, end_ms * _MS, 0)


def test_gaps_before_tasks_are_shared_out_over_them() -> None:
    wait = DispatchWait(1, 100 * _MS)
    wait.add([_record(1, 1, 102, 110), _record(1, 1, 113, 120), _record(2, 1, 101, 119)])
    assert wait.per_task_s() == pytest.approx((2 + 3 + 1) / 3 / 1000)


def test_other_passes_and_warm_up_do_not_count() -> None:
    wait = DispatchWait(2, 0)
    wait.add([_record(1, 2, 1, 5, Kind.WARM_UP), _record(1, 1, 10, 50)])
    assert wait.per_task_s() is None


def test_batches_do_not_matter() -> None:
    records = [_record(1 + n % 2, 1, n * 10, n * 10 + 7) for n in range(20)]
    at_once, one_by_one = DispatchWait(1, 0), DispatchWait(1, 0)
    at_once.add(records)
    for record in records:
        one_by_one.add([record])
    assert one_by_one.per_task_s() == at_once.per_task_s()
