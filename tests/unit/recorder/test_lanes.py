"""One lane: what the writer writes is what the reader reads, and losses are counted."""

from collections.abc import Iterator

import pytest

from concur_workloads.recorder.batch import Record
from concur_workloads.recorder.layout import LANE_HEADER_SIZE, RECORD, STANDING_OFFSET, Kind, State
from concur_workloads.recorder.reader import LaneCounters, LaneReader
from concur_workloads.recorder.recording import Recording
from concur_workloads.recorder.writer import LaneWriter, wall_clock_ns
from support.batches import records_of


@pytest.fixture
def recording() -> Iterator[Recording]:
    # With so many lanes the rings are 512 records long.
    with Recording.create(1_000) as made:
        yield made


def _write(writer: LaneWriter, first: int, count: int) -> None:
    for task in range(first, first + count):
        writer.record(Kind.TASK, task, 1, task * 10, task * 10 + 7, 5)


def test_an_untouched_lane_is_new_and_empty(recording: Recording) -> None:
    reader = LaneReader(recording, 1)
    assert reader.identity().pid == 0
    assert reader.status().state is State.NEW
    assert reader.counters() == LaneCounters(0, 0, 0, 0, 0)
    assert records_of(reader.drain()) == []


def test_a_record_is_read_as_it_was_written_and_only_once(recording: Recording) -> None:
    writer, reader = LaneWriter(recording, 3), LaneReader(recording, 3)
    writer.record(Kind.FAILED_TASK, 41, 2, 1_000, 3_500, 2_000)
    assert records_of(reader.drain()) == [Record(3, Kind.FAILED_TASK, 41, 2, 1_000, 3_500, 2_000)]
    assert records_of(reader.drain()) == []


def test_identity_and_status_are_told(recording: Recording) -> None:
    writer, reader = LaneWriter(recording, 1), LaneReader(recording, 1)
    writer.identify(11, 12, 13, 14)
    identity = reader.identity()
    assert (identity.pid, identity.native_id) == (11, 12)
    assert (identity.created_ns, identity.ready_ns) == (13, 14)
    writer.say(State.RUNNING, 7, 2)
    status = reader.status()
    assert (status.state, status.task, status.number) == (State.RUNNING, 7, 2)


def test_a_record_says_that_the_worker_is_idle_until_it_says_more(recording: Recording) -> None:
    writer, reader = LaneWriter(recording, 1), LaneReader(recording, 1)
    writer.say(State.RUNNING, 7, 2)
    start_ns, end_ns = wall_clock_ns(), wall_clock_ns()
    writer.record(Kind.TASK, 7, 2, start_ns, end_ns, 50)
    assert reader.status() == (State.IDLE, -1, 2, end_ns)
    writer.say(State.RUNNING, 7, 2)
    assert reader.status()[:3] == (State.RUNNING, 7, 2)
    writer.say(State.ENDED)
    assert reader.status().state is State.ENDED


def test_a_status_that_is_half_written_is_not_believed(recording: Recording) -> None:
    writer, reader = LaneWriter(recording, 1), LaneReader(recording, 1)
    writer.say(State.RUNNING, 7, 2)
    end_ns = wall_clock_ns()
    writer.record(Kind.TASK, 7, 2, end_ns, end_ns, 50)
    # As its writer leaves it when it is killed after the first of its stores for the next task.
    recording.words[(recording.layout.lane_offset(1) + STANDING_OFFSET) // 8] = 8
    assert reader.status() == (State.IDLE, -1, 2, end_ns)


def test_counters_are_exact_and_leave_warm_up_out(recording: Recording) -> None:
    writer, reader = LaneWriter(recording, 1), LaneReader(recording, 1)
    writer.record(Kind.WARM_UP, -1, 0, 0, 1_000, 900)
    before = reader.counters()
    writer.record(Kind.TASK, 0, 1, 0, 100, 40)
    writer.record(Kind.FAILED_TASK, 1, 1, 100, 130, 20)
    assert before == LaneCounters(1, 0, 0, 0, 0)
    assert reader.counters() == LaneCounters(3, 1, 1, 130, 60)


def test_a_lapped_reader_counts_what_it_missed(recording: Recording) -> None:
    writer, reader = LaneWriter(recording, 1), LaneReader(recording, 1)
    capacity = recording.layout.capacity
    _write(writer, 0, capacity + 44)
    records = records_of(reader.drain())
    assert [each.task for each in records] == list(range(44, capacity + 44))
    assert reader.missed == 44
    _write(writer, capacity + 44, 3)
    assert [each.task for each in records_of(reader.drain())] == list(
        range(capacity + 44, capacity + 47)
    )
    assert reader.missed == 44


def test_reading_along_over_many_laps_misses_nothing(recording: Recording) -> None:
    writer, reader = LaneWriter(recording, 1), LaneReader(recording, 1)
    tasks: list[int] = []
    for start in range(0, 2_000, 100):
        _write(writer, start, 100)
        tasks += [each.task for each in records_of(reader.drain())]
    assert tasks == list(range(2_000))
    assert reader.missed == 0


def test_a_second_writer_goes_on_where_the_first_stopped(recording: Recording) -> None:
    reader = LaneReader(recording, 1)
    _write(LaneWriter(recording, 1), 0, 5)
    _write(LaneWriter(recording, 1), 5, 5)
    assert [each.task for each in records_of(reader.drain())] == list(range(10))
    assert reader.counters().ok == 10


def test_lanes_do_not_touch_each_other(recording: Recording) -> None:
    neighbours = [LaneWriter(recording, lane) for lane in (1, 2, 3)]
    for lane, writer in enumerate(neighbours, 1):
        writer.identify(lane, lane, lane, lane)
        _write(writer, lane * 1_000, 300)
    for lane in (1, 2, 3):
        reader = LaneReader(recording, lane)
        assert reader.identity().pid == lane
        records = records_of(reader.drain())
        assert {each.lane for each in records} == {lane}
        assert records[-1].task == lane * 1_000 + 299


def test_a_task_is_found_by_pass_and_number_while_the_ring_holds_it(recording: Recording) -> None:
    writer, reader = LaneWriter(recording, 1), LaneReader(recording, 1)
    _write(writer, 0, 300)
    found = reader.find(1, 299)
    assert found is not None
    assert found.start_ns == 2_990
    assert reader.find(2, 299) is None
    assert reader.find(1, 3) is None


def test_a_slot_that_is_being_overwritten_is_missed_not_believed(recording: Recording) -> None:
    writer, reader = LaneWriter(recording, 1), LaneReader(recording, 1)
    _write(writer, 0, 10)
    # The slot of record 4 as it looks when the writer of the next lap is half-way through it.
    position = recording.layout.lane_offset(1) + LANE_HEADER_SIZE + 4 * RECORD.size
    recording.memory[position : position + 8] = (999).to_bytes(8, "little")
    assert [each.task for each in records_of(reader.drain())] == [0, 1, 2, 3, 5, 6, 7, 8, 9]
    assert reader.missed == 1


def test_a_reader_that_may_read_little_reads_on_where_it_stopped(recording: Recording) -> None:
    writer, reader = LaneWriter(recording, 1), LaneReader(recording, 1)
    half = recording.layout.capacity // 2
    _write(writer, 0, half)
    tasks = [[each.task for each in records_of(reader.drain(most=half - 50))] for _ in range(2)]
    assert tasks == [list(range(half - 50)), list(range(half - 50, half))]
    assert reader.missed == 0


def test_a_reader_that_falls_behind_goes_on_with_the_newest(recording: Recording) -> None:
    writer, reader = LaneWriter(recording, 1), LaneReader(recording, 1)
    many = recording.layout.capacity // 2 + 1
    _write(writer, 0, many)
    assert [each.task for each in records_of(reader.drain(most=50))] == list(range(many - 50, many))
    assert reader.missed == many - 50
    assert reader.drain() == []
