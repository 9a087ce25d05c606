"""What it costs to record an event, to run a task under the clock, and to read it back."""

import time
from collections.abc import Callable, Iterator

from benchmarks.effort import Effort
from benchmarks.measured import Measured
from concur_workloads.api import workload
from concur_workloads.recorder.layout import Kind
from concur_workloads.recorder.reader import LaneReader
from concur_workloads.recorder.recording import Recording
from concur_workloads.recorder.writer import LaneWriter
from concur_workloads.worker import Worker

_ROUNDS = 7
#: Less than any ring holds, so that no record is overwritten before it is read.
_BATCH = 10_000


def measure(effort: Effort) -> Iterator[Measured]:
    """In this process, best of several rounds, for others can only add to it."""
    chosen = workload("no-op")
    with Recording.create(1) as recording:
        writer, reader = LaneWriter(recording, 1), LaneReader(recording, 1)
        worker = Worker(chosen, {}, recording, 1)
        write_us = _best(effort.loops, lambda: writer.record(Kind.TASK, 1, 1, 10, 20, 5))
        bare_us = _best(effort.loops, lambda: chosen.body(1, {}))
        task_us = _best(effort.loops, lambda: worker.run(1, 1, 1))
        read_us = _reading(writer, reader, min(effort.loops, _BATCH))
    group = "recorder, best of 7"
    yield Measured(group, "one record written", "us", [write_us])
    yield Measured(group, "round a task, with its CPU time", "us", [task_us - bare_us])
    yield Measured(group, "one record read", "us", [read_us])


def _best(loops: int, call: Callable[[], object]) -> float:
    """Microseconds a call at the quickest, without the loop round it."""
    return min(_seconds(loops, call) - _seconds(loops, _nothing) for _ in range(_ROUNDS)) / (
        loops / 1e6
    )


def _nothing() -> None:
    return


def _seconds(loops: int, call: Callable[[], object]) -> float:
    began = time.perf_counter()
    for _ in range(loops):
        call()
    return time.perf_counter() - began


def _reading(writer: LaneWriter, reader: LaneReader, records: int) -> float:
    """Microseconds a record, in batches as a run brings them."""
    reader.drain()
    taken = []
    for _ in range(_ROUNDS):
        for task in range(records):
            writer.record(Kind.TASK, task, 1, 10, 20, 5)
        began = time.perf_counter()
        read = reader.drain()
        taken.append(time.perf_counter() - began)
        assert len(read) == records, "records were lost between writing and reading"
    return min(taken) / records * 1e6
