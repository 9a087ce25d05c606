"""A lane tells what Python calls the thread that works in it."""

import threading
from collections.abc import Iterator

import pytest

from concur_workloads.recorder.python_thread import (
    PythonThread,
    read_python_thread,
    write_python_thread,
)
from concur_workloads.recorder.recording import Recording
from concur_workloads.recorder.waits import LaneWaits
from concur_workloads.recorder.writer import LaneWriter


@pytest.fixture
def recording() -> Iterator[Recording]:
    with Recording.create(2) as made:
        yield made


def _tell(recording: Recording, name: str, *, daemon: bool) -> None:
    thread = threading.Thread(
        target=write_python_thread, args=(recording, 2), name=name, daemon=daemon
    )
    thread.start()
    thread.join()


@pytest.mark.parametrize(
    "told", [PythonThread("größer", is_daemon=True), PythonThread("größer", is_daemon=False)]
)
def test_name_and_kind_are_those_of_the_thread_that_tells_them(
    recording: Recording, told: PythonThread
) -> None:
    _tell(recording, "a much longer name than this one", daemon=True)
    _tell(recording, told.name, daemon=told.is_daemon)
    assert read_python_thread(recording, 2) == told
    assert read_python_thread(recording, 1) is None


def test_a_name_that_is_too_long_ends_with_a_whole_character(recording: Recording) -> None:
    _tell(recording, "x" + "ö" * 60, daemon=False)
    assert read_python_thread(recording, 2) == PythonThread("x" + "ö" * 31, is_daemon=False)


def test_it_leaves_the_rest_of_the_lane_alone(recording: Recording) -> None:
    LaneWaits(recording, 2).hold(3)
    LaneWriter(recording, 2).say(4, 17, 2)
    at = recording.layout.lane_offset(2)
    before = bytes(recording.memory[at : at + recording.layout.lane_size])
    _tell(recording, "n" * 64, daemon=True)
    after = bytes(recording.memory[at : at + recording.layout.lane_size])
    changed = [
        place for place, (one, other) in enumerate(zip(before, after, strict=True)) if one != other
    ]
    assert set(changed) <= set(range(88, 160))
    assert changed
