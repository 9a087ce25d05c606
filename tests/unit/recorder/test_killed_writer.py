"""A recording stays readable, whole and counted, after its writer was killed mid-writing."""

import os
import signal
import subprocess
import sys

import pytest

from concur_workloads.recorder.batch import Record
from concur_workloads.recorder.layout import Kind, State
from concur_workloads.recorder.reader import LaneReader
from concur_workloads.recorder.recording import Recording
from support.batches import records_of

_WRITE_FOR_EVER = """
import os, sys
from concur_workloads.recorder.layout import Kind, State
from concur_workloads.recorder.recording import Recording
from concur_workloads.recorder.writer import LaneWriter

def write():
    writer = LaneWriter(Recording.attach(sys.argv[1]), 1)
    writer.identify(os.getpid(), os.getpid(), 1, 2)
    task = 0
    while True:
        writer.say(State.RUNNING, task, 1)
        writer.record(Kind.TASK, task, 1, task, task + 1, task)
        task += 1
        if task == 5_000 and sys.argv[2] != "unheard":
            os.write(1, b"x")

if sys.argv[2] == "forked" and os.fork():
    os.wait()
else:
    write()
"""


@pytest.mark.faults
@pytest.mark.parametrize("how", ["started", "forked"])
def test_sigkill_loses_and_tears_nothing(how: str) -> None:
    with Recording.create(1) as recording:
        command = [sys.executable, "-c", _WRITE_FOR_EVER, recording.path, how]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
            assert child.stdout is not None
            assert child.stdout.read(1) == b"x"
            reader = LaneReader(recording, 1)
            os.kill(reader.identity().pid, signal.SIGKILL)
            child.wait()
        _assert_whole(reader, recording.layout.capacity)


def _assert_whole(reader: LaneReader, capacity: int) -> None:
    written = reader.counters().written
    records = records_of(reader.drain())
    assert written >= 5_000
    # Killed between a record and its announcement, one slot may hold the next lap's already.
    assert len(records) >= min(written, capacity) - 1
    assert reader.missed == written - len(records)
    assert records[-1].task == written - 1
    assert [_whole(each).task for each in records] == sorted(each.task for each in records)
    status = reader.status()
    assert status.state in {State.RUNNING, State.IDLE}
    if status.state is State.RUNNING:
        assert status.task in {written - 1, written}


def test_a_reader_beside_a_fast_writer_sees_whole_records_in_order_and_counts_the_rest() -> None:
    with Recording.create(1_000) as recording:
        command = [sys.executable, "-c", _WRITE_FOR_EVER, recording.path, "unheard"]
        reader = LaneReader(recording, 1)
        tasks: list[int] = []
        with subprocess.Popen(command) as child:
            try:
                while len(tasks) < 20_000:
                    tasks += [_whole(each).task for each in records_of(reader.drain())]
            finally:
                child.kill()
        tasks += [_whole(each).task for each in records_of(reader.drain())]
    assert tasks == sorted(set(tasks))
    assert len(tasks) + reader.missed == tasks[-1] + 1


def _whole(record: Record) -> Record:
    assert record.kind is Kind.TASK
    assert record.start_ns == record.cpu_ns == record.task == record.end_ns - 1
    return record
