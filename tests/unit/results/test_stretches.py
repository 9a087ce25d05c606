"""Spans for the screen: one a task, but for tasks too short to be seen apart."""

import pytest

from concur_workloads.recorder.batch import Record
from concur_workloads.recorder.layout import Kind
from concur_workloads.results.stretches import spans_of
from support.batches import batches

_US = 1_000


def _record(lane: int, kind: Kind, task: int, start_us: int, took_us: int) -> Record:
    return Record(lane, kind, task, 1, start_us * _US, (start_us + took_us) * _US, took_us * _US)


def _short(count: int, every_us: int, took_us: int) -> list[Record]:
    return [_record(1, Kind.TASK, task, task * every_us, took_us) for task in range(count)]


def test_tasks_that_can_be_seen_stay_apart() -> None:
    records = _short(1_000, 1_500, 1_000)
    assert [span.task for span in spans_of(batches(records), 0, 0)] == list(range(1_000))


def test_few_tasks_stay_apart_however_short() -> None:
    assert [span.task for span in spans_of(batches(_short(100, 10, 2)), 0, 0)] == list(range(100))


def test_short_tasks_are_told_together_and_keep_their_time() -> None:
    spans = spans_of(batches(_short(1_000, 100, 40)), 0, 0)
    assert len(spans) == 20
    assert (spans[0].start_s, spans[1].start_s) == (0.0, 0.005)
    assert spans[0].end_s == pytest.approx(50 * 40e-6)
    assert sum(span.cpu_s for span in spans) == pytest.approx(1_000 * 40e-6)
    assert spans[-1].task == 999
    assert [span.tasks for span in spans] == [50] * 20


def test_many_tasks_give_few_spans() -> None:
    assert len(spans_of(batches(_short(100_000, 3, 2)), 0, 0)) == 60


@pytest.mark.parametrize(
    "second",
    [
        _record(2, Kind.TASK, 1, 10, 5),
        _record(1, Kind.FAILED_TASK, 1, 10, 5),
        _record(1, Kind.WARM_UP, 1, 10, 5),
        _record(1, Kind.TASK, 1, 10, 2_000),
        _record(1, Kind.TASK, 1, 6_000, 5),
    ],
    ids=["another lane", "failed", "warm-up", "long", "later"],
)
def test_what_differs_is_told_apart(second: Record) -> None:
    first = _record(1, Kind.TASK, 0, 0, 5)
    before = [_record(3, Kind.TASK, 0, 0, 5)] * 300
    assert len(spans_of(batches([*before, first, second]), 0, 0)) == 1 + 2


def test_nothing_gives_nothing() -> None:
    assert spans_of([], 0, 0) == []
