"""Recordings: made, attached to, and gone when closed."""

import os
from pathlib import Path

import pytest

from concur_workloads.recorder.layout import PAGE, RECORD, Gate, Layout
from concur_workloads.recorder.recording import Recording


@pytest.mark.parametrize("lanes", [1, 2, 3, 64, 1_000])
def test_rings_are_powers_of_two_in_bounded_memory(lanes: int) -> None:
    layout = Layout.for_lanes(lanes)
    assert layout.capacity >= 256
    assert layout.capacity & (layout.capacity - 1) == 0
    assert layout.size <= 80 << 20
    assert layout.lane_offset(1) == PAGE
    assert layout.lane_offset(lanes) + layout.lane_size == layout.size


@pytest.mark.parametrize("lane", [0, 3, -1])
def test_a_lane_that_is_not_there_is_refused(lane: int) -> None:
    with pytest.raises(IndexError, match=f"lane {lane} of 2"):
        Layout.for_lanes(2).lane_offset(lane)


def test_a_record_is_whole_words_that_tile_the_ring() -> None:
    assert RECORD.size % 8 == 0


def test_what_one_side_sets_the_other_sees() -> None:
    with Recording.create(2) as made, Recording.attach(made.path) as attached:
        assert attached.layout == made.layout
        for gate in Gate:
            made.gate = gate
            assert attached.gate == gate
            assert attached.gate_word[0] == gate


def test_closing_twice_is_harmless_and_leaves_no_file() -> None:
    recording = Recording.create(1)
    path = recording.path
    recording.close()
    recording.close()
    assert not os.path.lexists(path)


@pytest.mark.parametrize("content", [b"", b"short", b"x" * 8_192])
def test_a_file_that_is_no_recording_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other"
    path.write_bytes(content)
    with pytest.raises(ValueError, match="not a recording of this version"):
        Recording.attach(str(path))


def test_a_file_that_is_not_there_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Recording.attach(str(tmp_path / "none"))
