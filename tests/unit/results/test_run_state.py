"""The fold of records: the same for live, headless and saved runs."""

import pytest

from concur_workloads.recorder.batch import Record
from concur_workloads.recorder.layout import Kind
from concur_workloads.results.run_state import RunState
from support.batches import batches

_BEGAN = 1_000_000_000
_MS = 1_000_000


def _record(lane: int, kind: Kind, task: int, start_ms: int, end_ms: int) -> Record:
    start_ns, end_ns = _BEGAN + start_ms * _MS, _BEGAN + end_ms * _MS
    return Record(lane, kind, task, 1, start_ns, end_ns, (end_ns - start_ns) // 2)


def test_records_become_spans_in_seconds_since_the_experiment_began() -> None:
    spans = RunState(_BEGAN, first_place=3).add(
        batches(
            [
                _record(1, Kind.WARM_UP, -1, 10, 30),
                _record(2, Kind.TASK, 0, 40, 60),
                _record(2, Kind.FAILED_TASK, 1, 60, 65),
            ]
        )
    )
    assert [(each.lane, each.kind, each.task) for each in spans] == [
        (3, "warm-up", -1),
        (4, "task", 0),
        (4, "failed", 1),
    ]
    assert (spans[1].start_s, spans[1].end_s, spans[1].cpu_s) == pytest.approx((0.04, 0.06, 0.01))


def test_durations_are_of_tasks_that_gave_a_result() -> None:
    state = RunState(_BEGAN)
    state.add(
        batches(
            [
                _record(1, Kind.WARM_UP, -1, 0, 500),
                _record(1, Kind.TASK, 0, 500, 510),
                _record(1, Kind.FAILED_TASK, 1, 510, 900),
            ]
        )
    )
    assert (state.durations.count, state.durations.max_ns) == (1, 10 * _MS)


def test_the_cold_task_is_the_first_of_any_kind_in_each_lane() -> None:
    state = RunState(_BEGAN)
    assert state.cold_task_s(1) is None
    state.add(batches([_record(1, Kind.WARM_UP, -1, 0, 80), _record(2, Kind.TASK, 0, 0, 20)]))
    state.add(batches([_record(1, Kind.TASK, 1, 80, 90), _record(2, Kind.TASK, 2, 20, 90)]))
    assert (state.cold_task_s(1), state.cold_task_s(2)) == (0.08, 0.02)


def test_a_lane_whose_first_records_were_missed_has_no_cold_task() -> None:
    state = RunState(_BEGAN)
    later = batches([_record(1, Kind.TASK, 7, 70, 80), _record(2, Kind.TASK, 0, 0, 20)])
    state.add(later, gaps={1})
    assert (state.cold_task_s(1), state.cold_task_s(2)) == (None, 0.02)
    state.add(batches([_record(1, Kind.TASK, 8, 80, 90), _record(2, Kind.TASK, 9, 90, 99)]), {1, 2})
    assert (state.cold_task_s(1), state.cold_task_s(2)) == (None, 0.02)


def test_batches_do_not_matter() -> None:
    records = [_record(1 + task % 3, Kind.TASK, task, task * 3, task * 3 + 7) for task in range(50)]
    at_once, one_by_one = RunState(_BEGAN), RunState(_BEGAN)
    spans = at_once.add(batches(records))
    assert [span for record in records for span in one_by_one.add(batches([record]))] == spans
    assert one_by_one.durations.latency() == at_once.durations.latency()
