"""Frames are those of the thread that was asked for, or the reason why there are none."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from concur_workloads.observer.control_block.control_block_reader import ControlBlockReader
from concur_workloads.observer.python_frames.frame_look import Frame
from concur_workloads.observer.python_frames.py_spy import look_at_frames, why_no_frames

_WAITS = """
import threading
def waits_inside():
    print(flush=True)
    input()
def calls_it():
    waits_inside()
thread = threading.Thread(target=calls_it, name="the one that waits")
thread.start()
thread.join()
"""


def _frame(name: str, line: int) -> dict[str, object]:
    return {"name": name, "filename": "work.py", "line": line, "locals": None}


_TOLD = [
    {"os_thread_id": 8, "thread_name": "other", "frames": [_frame("other", 1)]},
    {"os_thread_id": 9, "thread_name": "mine", "frames": [_frame("inner", 7), _frame("outer", 3)]},
    {"os_thread_id": 10, "thread_name": None, "frames": []},
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only place where py-spy may be."""
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def _install(folder: Path, script: str) -> None:
    (folder / "py-spy").write_text(f"#!/bin/sh\n{script}\n")
    (folder / "py-spy").chmod(0o755)


def _install_answer(folder: Path) -> None:
    (folder / "answer.json").write_text(json.dumps(_TOLD))
    _install(folder, f'echo "$@" > {folder}/asked\n/bin/cat {folder}/answer.json')


def test_the_frames_of_one_thread_come_innermost_first(folder: Path) -> None:
    _install_answer(folder)
    look = look_at_frames(7, 9)
    assert look.frames == (Frame("inner", "work.py", 7), Frame("outer", "work.py", 3))
    assert (look.thread_name, look.missing) == ("mine", "")
    assert (folder / "asked").read_text().split() == [
        "dump",
        "--nonblocking",
        "--json",
        "--pid",
        "7",
    ]


@pytest.mark.parametrize(
    ("tid", "reason"),
    [
        (10, "it is in no function of Python"),
        (11, "the Python of process 7 does not know this thread"),
    ],
)
def test_a_thread_without_frames_says_why(folder: Path, tid: int, reason: str) -> None:
    _install_answer(folder)
    look = look_at_frames(7, tid)
    assert (look.frames, look.missing) == ((), reason)


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("echo 'Permission Denied: Try again' >&2; exit 1", "we are not permitted to read"),
        ("echo 'Error: Failed to find it.' >&2; exit 1", "py-spy says: Failed to find it"),
    ],
)
def test_a_refusal_is_told_in_a_sentence(folder: Path, script: str, reason: str) -> None:
    _install(folder, script)
    assert look_at_frames(7, 9).missing.startswith(reason)


def test_what_makes_no_sense_is_read_again(folder: Path) -> None:
    _install_answer(folder)
    answer = (folder / "py-spy").read_text().partition("\n")[2]
    first = f"if ! [ -e {folder}/asked ]; then echo > {folder}/asked; exit 1; fi"
    _install(folder, f"{first}\n{answer}")
    assert look_at_frames(7, 9).frames


def test_without_py_spy_it_says_what_installs_it(folder: Path) -> None:
    assert "pip install 'concur-tui[frames]'" in why_no_frames()
    assert look_at_frames(7, 9).missing == why_no_frames()


@pytest.mark.skipif(bool(why_no_frames()), reason=why_no_frames())
def test_a_real_thread_is_in_the_functions_that_it_called() -> None:
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", _WAITS], **pipes) as child:  # type: ignore[call-overload]
        try:
            child.stdout.readline()
            tids = {int(each.name) for each in Path(f"/proc/{child.pid}/task").iterdir()}
            (tid,) = tids - {child.pid}
            reader = ControlBlockReader(child.pid, tid)
            before = reader.read()
            look = reader.look_at_frames()
            after = reader.read()
            reader.close()
        finally:
            child.kill()
    assert [each.function for each in look.frames[:2]] == ["waits_inside", "calls_it"]
    assert [each.line for each in look.frames[:2]] == [5, 7]
    assert look.thread_name == "the one that waits"
    assert before is not None
    assert before.value("function") is None
    assert before.frames.missing == "py-spy was not asked yet"
    assert after is not None
    assert str(after.value("function")).startswith("waits_inside, <string>:5, 0 s ago")
