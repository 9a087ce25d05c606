"""The CPU time of a task is its own, not that of the clocks which take it."""

from collections.abc import Iterator

import pytest

from concur_workloads import worker as worker_module
from concur_workloads.catalog.workload import Settings, Workload
from concur_workloads.recorder.reader import LaneCounters, LaneReader
from concur_workloads.recorder.recording import Recording
from concur_workloads.worker import Worker
from concur_workloads.worker_setup import WorkerSetup

_BODY_NS = 1_000


class _Clocks:
    """Both clocks, of which each reading takes its time, wall and CPU alike."""

    def __init__(self) -> None:
        self.now_ns = 0

    def read_wall(self) -> int:
        self.now_ns += 50
        return self.now_ns

    def read_cpu(self) -> int:
        self.now_ns += 700
        return self.now_ns


@pytest.fixture
def recording() -> Iterator[Recording]:
    with Recording.create(1) as made:
        yield made


def test_what_the_readings_take_is_taken_out(
    recording: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    clocks = _Clocks()
    monkeypatch.setattr(worker_module, "wall_clock_ns", clocks.read_wall)
    monkeypatch.setattr(worker_module, "cpu_clock_ns", clocks.read_cpu)

    def body(_task: int, _settings: Settings) -> None:
        clocks.now_ns += _BODY_NS

    workload = Workload("short", "", "", "", "", "", (), body)
    worker = Worker(workload, {}, WorkerSetup((), "free", 0, None, None), recording, 1)
    worker.get_ready(0)
    for task in range(10):
        worker.run(task, task, 1)
    assert LaneReader(recording, 1).counters().cpu_ns == 10 * _BODY_NS


@pytest.mark.parametrize(("cpu_ns", "told_s"), [(-300, 0.0), (600, 600e-9), (1_500, 1_000e-9)])
def test_it_is_neither_below_nothing_nor_above_what_tasks_lasted(
    cpu_ns: int, told_s: float
) -> None:
    assert LaneCounters(1, 1, 0, 1_000, cpu_ns).on_cpu_s == told_s
