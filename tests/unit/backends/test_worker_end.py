"""What the lane of a worker says when its process ends by itself."""

from collections.abc import Iterator

import pytest

from concur_workloads.catalog.registry import workload
from concur_workloads.recorder.layout import State
from concur_workloads.recorder.reader import LaneReader
from concur_workloads.recorder.recording import Recording
from concur_workloads.recorder.writer import LaneWriter
from concur_workloads.spec import RunSpec
from concur_workloads.worker import Worker
from concur_workloads.worker_setup import WorkerSetup


@pytest.fixture
def recording() -> Iterator[Recording]:
    with Recording.create(1) as made:
        yield made


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (State.IDLE, State.ENDED),
        (State.RUNNING, State.RUNNING),
        (State.WARMING_UP, State.WARMING_UP),
    ],
)
def test_one_that_ends_in_a_task_leaves_it_to_be_seen(
    before: State, after: State, recording: Recording
) -> None:
    worker = Worker(workload("no-op"), {}, WorkerSetup.of(RunSpec("no-op")), recording, 1)
    LaneWriter(recording, 1).say(before)
    worker.end_at_rest()
    assert LaneReader(recording, 1).status().state is after
