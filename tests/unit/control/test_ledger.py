"""What workers did in a pass that is under way, from their lanes."""

import time
from collections.abc import Iterator

import pytest

from concur_workloads.control.lane_passes import LanePass
from concur_workloads.control.ledger import Ledger
from concur_workloads.protocol.events import PassStarted, WorkerExited
from concur_workloads.recorder.layout import Kind, State
from concur_workloads.recorder.recording import Recording
from concur_workloads.recorder.writer import LaneWriter

_TASKS = 3
_MS = 1_000_000


@pytest.fixture
def recording() -> Iterator[Recording]:
    with Recording.create(2) as made:
        yield made


def _lanes(ledger: Ledger) -> tuple[LanePass, LanePass]:
    ((_, lanes),) = ledger.work_so_far()
    return lanes[1], lanes[2]


def test_the_tail_of_a_worker_begins_when_no_task_is_left(recording: Recording) -> None:
    ledger = Ledger(recording, _TASKS, 0, 0, lambda _level, _text: None)
    writers = [LaneWriter(recording, lane) for lane in (1, 2)]
    start_ns = time.monotonic_ns() - 100 * _MS
    ledger.take(PassStarted(1, start_ns))
    for task, writer in enumerate(writers):
        end_ns = start_ns + 10 * _MS
        writer.record(Kind.TASK, task, 1, start_ns, end_ns, 0)
    assert [each.tail_ns for each in _lanes(ledger)] == [0, 0]
    writers[0].say(State.RUNNING, 2, 1)
    first, second = _lanes(ledger)
    assert first.tail_ns == 0
    assert second.tail_ns >= 90 * _MS


def test_a_worker_that_died_on_a_task_was_in_it_until_then(recording: Recording) -> None:
    ledger = Ledger(recording, _TASKS, 0, 0, lambda _level, _text: None)
    since_ns = time.monotonic_ns() - 50 * _MS
    ledger.take(PassStarted(1, since_ns))
    died_ns = since_ns + 40 * _MS
    ledger.take(WorkerExited(1, 7, -9, expected=False, ended_ns=died_ns, task=0, since_ns=since_ns))
    LaneWriter(recording, 1).say(State.STARTING)
    first, second = _lanes(ledger)
    assert first.unfinished_ns == 40 * _MS
    assert second.unfinished_ns == 0
