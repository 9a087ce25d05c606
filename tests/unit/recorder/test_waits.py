"""What a task waits for and holds, told in its lane, and asked of it from outside."""

from collections.abc import Iterator

import pytest

from concur_workloads.recorder.layout import Kind
from concur_workloads.recorder.recording import Recording
from concur_workloads.recorder.waits import LaneWaits, Wait, read_wait, tell_to_give_up
from concur_workloads.recorder.writer import LaneWriter


@pytest.fixture
def recording() -> Iterator[Recording]:
    with Recording.create(2) as made:
        yield made


def test_what_is_told_is_read_and_changes_are_counted(recording: Recording) -> None:
    waits = LaneWaits(recording, 2)
    waits.hold(0)
    waits.hold(61)
    waits.begin(7, 123)
    assert read_wait(recording, 2) == Wait(2, 7, 123, frozenset({0, 61}), frozenset(), 3)
    waits.release(0)
    waits.end()
    assert read_wait(recording, 2) == Wait(2, None, 123, frozenset({61}), frozenset(), 5)
    assert read_wait(recording, 1) == Wait(1, None, 0, frozenset(), frozenset(), 0)


def test_what_a_worker_held_when_it_died_is_lost_to_its_successor(recording: Recording) -> None:
    LaneWaits(recording, 1).hold(3)
    LaneWaits(recording, 1).begin(3, 9)
    LaneWaits(recording, 1)
    found = read_wait(recording, 1)
    assert (found.wanted, found.held, found.lost) == (None, frozenset(), frozenset({3}))


def test_each_asking_to_give_up_is_heard_once(recording: Recording) -> None:
    waits = LaneWaits(recording, 1)
    assert not waits.told_to_give_up()
    tell_to_give_up(recording, 1)
    assert waits.told_to_give_up()
    assert not waits.told_to_give_up()


def test_the_rest_of_the_lane_is_left_alone(recording: Recording) -> None:
    before = bytes(recording.memory)
    waits = LaneWaits(recording, 1)
    for place in range(62):
        waits.hold(place)
    waits.begin(61, 1 << 20)
    tell_to_give_up(recording, 1)
    changed = [at for at, old in enumerate(before) if recording.memory[at] != old]
    offset = recording.layout.lane_offset(1)
    assert all(offset + 208 <= at < offset + 256 for at in changed)
    writer = LaneWriter(recording, 1)
    writer.record(Kind.TASK, 0, 1, 10, 20, 5)
    assert read_wait(recording, 1).held == frozenset(range(62))
