"""What workers waited for tasks in one pass, from the totals of their lanes."""

from collections.abc import Iterator

import pytest

from concur_workloads.recorder.layout import Kind, State
from concur_workloads.recorder.reader import LaneReader
from concur_workloads.recorder.recording import Recording
from concur_workloads.recorder.writer import LaneWriter
from concur_workloads.results.dispatch import DispatchWait

_MS = 1_000_000


@pytest.fixture
def recording() -> Iterator[Recording]:
    with Recording.create(2) as made:
        yield made


@pytest.fixture
def readers(recording: Recording) -> list[LaneReader]:
    return [LaneReader(recording, lane) for lane in (1, 2)]


def _run(
    writer: LaneWriter, number: int, *spans_ms: tuple[int, int], kind: int = Kind.TASK
) -> None:
    for start_ms, end_ms in spans_ms:
        writer.record(kind, 0, number, start_ms * _MS, end_ms * _MS, 0)


def _wait(number: int, start_ms: int, readers: list[LaneReader]) -> DispatchWait:
    before = {reader.lane: reader.counters() for reader in readers}
    return DispatchWait(number, start_ms * _MS, before)


def test_gaps_before_tasks_are_shared_out_over_them(
    recording: Recording, readers: list[LaneReader]
) -> None:
    wait = _wait(1, 100, readers)
    _run(LaneWriter(recording, 1), 1, (102, 110), (113, 120))
    _run(LaneWriter(recording, 2), 1, (101, 119))
    assert wait.per_task_s(readers) == pytest.approx((2 + 3 + 1) / 3 / 1000)


def test_earlier_passes_and_warm_up_do_not_count(
    recording: Recording, readers: list[LaneReader]
) -> None:
    writer = LaneWriter(recording, 1)
    _run(writer, 1, (10, 50))
    wait = _wait(2, 100, readers)
    _run(writer, 2, (100, 130), kind=Kind.WARM_UP)
    assert wait.per_task_s(readers) is None
    _run(writer, 2, (140, 150))
    assert wait.per_task_s(readers) == pytest.approx(0.04)


def test_records_that_were_overwritten_change_nothing(
    recording: Recording, readers: list[LaneReader]
) -> None:
    wait = _wait(1, 0, readers)
    tasks = 2 * recording.layout.capacity
    _run(LaneWriter(recording, 1), 1, *((at * 3 + 1, at * 3 + 3) for at in range(tasks)))
    assert wait.per_task_s(readers) == pytest.approx(0.001)


def test_a_worker_that_died_on_a_task_is_left_out(
    recording: Recording, readers: list[LaneReader]
) -> None:
    wait = _wait(1, 0, readers)
    for lane in (1, 2):
        _run(LaneWriter(recording, lane), 1, (4, 10))
    LaneWriter(recording, 2).say(State.RUNNING, 7, 1)
    assert wait.per_task_s(readers) == pytest.approx(0.004)


def test_where_a_worker_died_nobody_knows_how_long_its_successor_waited(
    recording: Recording, readers: list[LaneReader]
) -> None:
    wait = _wait(1, 100, readers)
    _run(LaneWriter(recording, 1), 1, (102, 110))
    _run(LaneWriter(recording, 2), 1, (190, 200))
    assert wait.per_task_s(readers, {2}) == pytest.approx(0.002)


def test_what_it_takes_to_replace_a_worker_is_no_wait_of_its_successor(
    recording: Recording, readers: list[LaneReader]
) -> None:
    wait = _wait(1, 100, readers)
    _run(LaneWriter(recording, 1), 1, (102, 110), (193, 200))

    def replacing_ns(lane: int, start_ns: int, end_ns: int) -> int:
        assert (lane, start_ns, end_ns) == (1, 100 * _MS, 200 * _MS)
        return 80 * _MS

    assert wait.per_task_s(readers, (), replacing_ns) == pytest.approx((2 + 3) / 2 / 1000)


@pytest.mark.parametrize("state", [State.ENDED, State.STARTING, State.IDLE])
def test_tasks_count_though_another_worker_is_in_the_lane_by_then(
    state: State, recording: Recording, readers: list[LaneReader]
) -> None:
    wait = _wait(1, 100, readers)
    writer = LaneWriter(recording, 1)
    _run(writer, 1, (102, 110))
    writer.say(state)
    _run(writer, 0, (150, 190), kind=Kind.WARM_UP)
    assert wait.per_task_s(readers) == pytest.approx(0.002)
