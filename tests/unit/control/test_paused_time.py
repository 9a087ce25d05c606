"""How long workers had no task because of a pause, which they first end theirs in."""

from collections.abc import Iterator

import pytest

from concur_workloads.control.paused_time import PausedTime
from concur_workloads.recorder.layout import Kind, State
from concur_workloads.recorder.reader import LaneReader
from concur_workloads.recorder.recording import Recording
from concur_workloads.recorder.writer import LaneWriter, wall_clock_ns

_MS = 1_000_000
_HOUR_NS = 3_600_000 * _MS


@pytest.fixture
def recording() -> Iterator[Recording]:
    with Recording.create(1) as made:
        yield made


def _end_a_task(recording: Recording, end_ns: int) -> None:
    writer = LaneWriter(recording, 1)
    writer.say(State.RUNNING, 0, 1)
    writer.record(Kind.TASK, 0, 1, end_ns - _MS, end_ns, 0)


def test_a_pause_counts_from_the_end_of_the_task_that_was_under_way(recording: Recording) -> None:
    # Ahead of now, as the standing of a lane says when it began.
    begin_ns = wall_clock_ns() + _HOUR_NS
    reader, paused = LaneReader(recording, 1), PausedTime()
    _end_a_task(recording, begin_ns + 20 * _MS)
    assert paused.spent_ns(reader, 0, begin_ns + 30 * _MS) == 0
    paused.begin(begin_ns)
    assert paused.is_on
    assert paused.spent_ns(reader, 0, begin_ns + 30 * _MS) == 10 * _MS
    paused.end([reader], 0, begin_ns + 40 * _MS)
    assert not paused.is_on
    assert paused.spent_ns(reader, 0, begin_ns + 90 * _MS) == 20 * _MS
    paused.forget_pass()
    assert paused.spent_ns(reader, 0, begin_ns + 90 * _MS) == 0


def test_a_task_that_goes_on_all_the_while_leaves_nothing(recording: Recording) -> None:
    reader, paused = LaneReader(recording, 1), PausedTime()
    LaneWriter(recording, 1).say(State.RUNNING, 0, 1)
    begin_ns = wall_clock_ns()
    paused.begin(begin_ns)
    assert paused.spent_ns(reader, 0, begin_ns + 50 * _MS) == 0


def test_what_began_before_we_heard_of_the_end_is_no_pause(recording: Recording) -> None:
    reader, paused = LaneReader(recording, 1), PausedTime()
    begin_ns = wall_clock_ns() - 100 * _MS
    _end_a_task(recording, begin_ns + 10 * _MS)
    paused.begin(begin_ns)
    LaneWriter(recording, 1).say(State.RUNNING, 1, 1)
    began_ns = reader.status().since_ns
    paused.end([reader], 0, began_ns + 50 * _MS)
    assert paused.spent_ns(reader, 0, began_ns + 50 * _MS) == began_ns - begin_ns - 10 * _MS


def test_a_pause_from_before_the_pass_counts_from_its_start(recording: Recording) -> None:
    reader, paused = LaneReader(recording, 1), PausedTime()
    begin_ns = wall_clock_ns()
    LaneWriter(recording, 1).say(State.IDLE)
    paused.begin(begin_ns - 500 * _MS)
    start_ns = reader.status().since_ns + 10 * _MS
    assert paused.spent_ns(reader, start_ns, start_ns + 5 * _MS) == 5 * _MS
