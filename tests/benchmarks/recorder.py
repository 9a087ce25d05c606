"""What the flight recorder costs: a record, a whole traced task, and reading a record back."""

import time
from collections.abc import Callable, Iterator

from benchmarks.row import Row, median_of
from concur_workloads.api import workload
from concur_workloads.recorder.layout import Kind
from concur_workloads.recorder.reader import LaneReader
from concur_workloads.recorder.recording import Recording
from concur_workloads.recorder.writer import LaneWriter
from concur_workloads.spec import RunSpec
from concur_workloads.worker import Worker
from concur_workloads.worker_setup import WorkerSetup

_KIND = int(Kind.TASK)


def measure(*, quick: bool) -> Iterator[Row]:
    """In this process, on a recording of its own."""
    repeats, events = (3, 2_000) if quick else (15, 20_000)
    with Recording.create(1) as recording:
        for case, measured in (
            ("write a record", _writing),
            ("run a traced no-op, with CPU time", _running),
            ("read a record", _reading),
        ):
            walls = [measured(recording, events) for _ in range(repeats)]
            yield Row("recorder", case, "µs", median_of([wall / events * 1e6 for wall in walls]))


def _writing(recording: Recording, events: int) -> float:
    record = LaneWriter(recording, 1).record

    def write() -> None:
        for task in range(events):
            record(_KIND, task, 1, 1_000, 2_000, 1_000)

    return _seconds(write)


def _running(recording: Recording, events: int) -> float:
    run = Worker(workload("no-op"), {}, WorkerSetup.of(RunSpec("no-op")), recording, 1).run

    def work() -> None:
        for task in range(events):
            run(task, task, 1)

    return _seconds(work)


def _reading(recording: Recording, events: int) -> float:
    reader = LaneReader(recording, 1)
    reader.drain()
    _writing(recording, events)
    found = 0

    def read() -> None:
        nonlocal found
        found = sum(map(len, reader.drain()))

    wall_s = _seconds(read)
    if found != events:
        raise RuntimeError(f"{found} records were read of {events}")
    return wall_s


def _seconds(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
