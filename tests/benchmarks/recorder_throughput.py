"""How many records a second the flight recorder sustains, and how many of them a reader keeps."""

import multiprocessing
import time
from collections.abc import Iterator

from benchmarks.row import Row, median_of
from concur_workloads.recorder.layout import Kind
from concur_workloads.recorder.reader import LaneReader
from concur_workloads.recorder.recording import Recording
from concur_workloads.recorder.writer import LaneWriter
from concur_workloads.results.run_state import RunState

#: As often as a run is looked at while it is on.
_LOOK_S = 0.05

_KIND = int(Kind.TASK)


def measure(*, quick: bool) -> Iterator[Row]:
    """One process writes as fast as it can, this one reads and folds 20 times a second."""
    repeats, records = (1, 20_000) if quick else (5, 2_000_000)
    found = [_sustained(records) for _ in range(repeats)]
    for at, (case, unit) in enumerate(
        (
            ("written by one worker", "k/s"),
            ("read and folded of these", "%"),
            ("CPU of the reader for each record read", "µs"),
        )
    ):
        yield Row("recorder, sustained", case, unit, median_of([each[at] for each in found]))


def _sustained(records: int) -> tuple[float, float, float]:
    """Thousands written a second, percent read, microseconds of CPU a record read."""
    with Recording.create(1) as recording:
        reader, state = LaneReader(recording, 1), RunState(time.monotonic_ns())
        writer = multiprocessing.get_context("spawn").Process(
            target=_write, args=(recording.path, records)
        )
        writer.start()
        read, busy_s = 0, 0.0
        while True:
            ended = not writer.is_alive()
            began_s = time.thread_time()
            batches = reader.drain()
            state.add(batches)
            read += sum(map(len, batches))
            busy_s += time.thread_time() - began_s
            if ended:
                break
            writer.join(_LOOK_S)
        if read + reader.missed != records:
            raise RuntimeError(f"{read:,} read and {reader.missed:,} missed are not {records:,}")
        identity = reader.identity()
        wall_s = (identity.ready_ns - identity.created_ns) / 1e9
        return records / wall_s / 1e3, read / records * 100, busy_s / read * 1e6


def _write(path: str, records: int) -> None:
    """In the writing process, which leaves the times of its first and last record."""
    recording = Recording.attach(path)
    writer = LaneWriter(recording, 1)
    record, now_ns = writer.record, time.monotonic_ns
    began_ns = start_ns = now_ns()
    for task in range(records):
        end_ns = now_ns()
        record(_KIND, task, 1, start_ns, end_ns, 0)
        start_ns = end_ns
    writer.identify(1, 1, began_ns, now_ns())
