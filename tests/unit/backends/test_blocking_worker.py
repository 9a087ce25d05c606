"""Functions that run in the thread of an event loop: each task is one step of its lane."""

from collections.abc import Iterator
from typing import Any

import pytest

from concur_workloads.backends.event_loop.blocking_worker import BlockingWorker
from concur_workloads.catalog.workload import Settings, Workload
from concur_workloads.recorder.reader import LaneReader
from concur_workloads.recorder.recording import Recording
from concur_workloads.recorder.steps import read_steps
from concur_workloads.spec import RunSpec
from concur_workloads.worker_setup import WorkerSetup


@pytest.fixture
def recording() -> Iterator[Recording]:
    with Recording.create(1) as made:
        yield made


def _worker(recording: Recording, body: Any) -> BlockingWorker:
    workload = Workload("w", "w", "w", "w", "w", "w", (), body=body)
    return BlockingWorker(workload, {}, WorkerSetup.of(RunSpec("w")), recording, 1)


def test_its_lane_tells_that_a_task_has_the_thread(recording: Recording) -> None:
    seen = []

    def look(argument: Any, _settings: Settings) -> object:
        seen.append(read_steps(recording, 1))
        return argument

    assert _worker(recording, look).run(3, "result", 1) == "result"
    after = read_steps(recording, 1)
    assert seen[0].begun_ns > 0
    assert after.begun_ns == 0
    assert after.done_ns >= LaneReader(recording, 1).counters().busy_ns > 0


def test_the_step_of_one_that_fails_ends_too(recording: Recording) -> None:
    def fail(_argument: Any, _settings: Settings) -> object:
        raise ValueError("on purpose")

    with pytest.raises(ValueError, match="on purpose"):
        _worker(recording, fail).run(3, None, 1)
    assert read_steps(recording, 1).begun_ns == 0
    assert LaneReader(recording, 1).counters().failed == 1


def test_a_warm_up_task_is_no_step(recording: Recording) -> None:
    _worker(recording, lambda _argument, _settings: None).warm_up(1)
    assert LaneReader(recording, 1).counters().written == 1
    assert read_steps(recording, 1) == (0, 0)
