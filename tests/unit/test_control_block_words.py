"""How a control block is put in words."""

import pytest

from concur_tui.control_block_words import about, frame_lines, relation, state_words
from concur_workloads.api import (
    Activity,
    ControlBlock,
    Field,
    FieldReading,
    Frame,
    FrameLook,
    SeenState,
)

_FIELDS = {
    "thread": Field("Group", "thread", "", "thread", "/proc/PID/file", "What it is."),
    "process": Field("Group", "process", "", "process", "/proc/PID/file", "What it is."),
    "common": Field("Group", "common", "", "common", "/proc/PID/file", "What it is."),
}


def _block(pid: int, session: int | None) -> ControlBlock:
    values = {"thread": 1, "process": 2, "common": session}
    readings = tuple(FieldReading(_FIELDS[name], value) for name, value in values.items())
    return ControlBlock(pid, pid, 0, readings, FrameLook(0))


@pytest.mark.parametrize(
    ("scope", "other", "said"),
    [
        ("thread", _block(7, 40), "own"),
        ("process", _block(7, 40), "shared"),
        ("process", _block(8, 40), "own"),
        ("common", _block(8, 40), "shared"),
        ("common", _block(8, 41), "own"),
    ],
)
def test_what_two_blocks_share(scope: str, other: ControlBlock, said: str) -> None:
    assert relation(_FIELDS[scope], _block(7, 40), other) == said


def test_what_is_not_known_of_either_is_not_said_to_be_shared() -> None:
    assert relation(_FIELDS["common"], _block(7, None), _block(8, None)) == "own"


@pytest.mark.parametrize(
    ("activity", "cause", "words"),
    [
        (Activity.ON_CPU, "", "on CPU, or ready"),
        (Activity.GIL, "the GIL", "waiting for the GIL"),
        (Activity.SLEEP, "time to pass", "sleeping"),
        (Activity.PIPE, "a pipe", "blocked: a pipe"),
        (Activity.PIPE, "", Activity.PIPE.value),
        (Activity.OTHER, "futex_wake", "blocked: futex_wake"),
        (None, "", "ended"),
    ],
)
def test_a_state_says_what_a_thread_is_blocked_by(
    activity: Activity | None, cause: str, words: str
) -> None:
    assert state_words(SeenState(0, activity, cause)) == words


def test_a_field_says_whose_it_is() -> None:
    said = about(_FIELDS["common"])
    assert said == "What it is. Processes with the same one share it. From /proc/PID/file."


def test_frames_stand_below_each_other_with_their_places() -> None:
    look = FrameLook(0, (Frame("inner", "/a/b/work.py", 12), Frame("o", "<string>", 3)))
    whole, short = (frame_lines(look, whole_paths=each) for each in (True, False))
    assert whole == ["inner  /a/b/work.py:12", "o      <string>:3"]
    assert short == ["inner  b/work.py:12", "o      <string>:3"]
    assert frame_lines(FrameLook(0, missing="gone"), whole_paths=True) == ["none: gone"]
