"""The census finds a process by its mark or its parent, and notices that it has ended."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from support.processes import (
    Census,
    assert_no_process_left,
    descendants_of,
)

PARENT_OF_ONE = (
    "import subprocess, sys; child = subprocess.Popen(['sleep', '60']);"
    "print(child.pid, flush=True); sys.stdin.read(); child.kill(); child.wait()"
)


@pytest.fixture
def parent(family: Census) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT_OF_ONE],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process


def child_of(parent: subprocess.Popen[str]) -> int:
    assert parent.stdout is not None
    return int(parent.stdout.readline())


def test_the_mark_finds_the_process_and_its_child(
    parent: subprocess.Popen[str], family: Census
) -> None:
    child = child_of(parent)
    assert {process.pid for process in family()} == {parent.pid, child}
    assert [process.pid for process in descendants_of(parent.pid)] == [child]


def test_nothing_is_left_once_all_have_ended(parent: subprocess.Popen[str], family: Census) -> None:
    child_of(parent)
    assert parent.stdin is not None
    parent.stdin.close()
    assert_no_process_left(family, within_s=10)
    assert descendants_of(parent.pid) == []


def test_the_exit_code_is_left_to_whoever_started_the_process(
    parent: subprocess.Popen[str], family: Census
) -> None:
    os.kill(child_of(parent), signal.SIGKILL)
    parent.kill()
    assert_no_process_left(family, within_s=10)
    assert parent.wait() == -signal.SIGKILL


def test_a_process_that_stays_is_named(parent: subprocess.Popen[str], family: Census) -> None:
    child = child_of(parent)
    with pytest.raises(AssertionError, match=rf"(?s)2 processes left after 0 s:.*{child} .*sleep"):
        assert_no_process_left(family, within_s=0)


def test_a_process_that_outlives_its_parent_is_found(
    parent: subprocess.Popen[str], family: Census
) -> None:
    child = child_of(parent)
    parent.kill()
    parent.wait()
    with pytest.raises(AssertionError, match=re.escape(f"{child} ")):
        assert_no_process_left(family, within_s=0.1)
    os.kill(child, signal.SIGKILL)
    assert_no_process_left(family, within_s=10)
