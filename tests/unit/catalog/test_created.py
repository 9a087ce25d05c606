"""Tasks that create threads and programs, and the settings that make no sense: without a run."""

import os
import sys
import threading
from collections.abc import Iterator
from typing import Any

import psutil
import pytest

from concur_workloads.api import SpecError
from concur_workloads.catalog.children import ChildFailed
from concur_workloads.catalog.figures import Outcome
from support.catalog import run_task
from support.experiments import Mechanism

SERIAL = Mechanism("serial", None)
THREADS = Mechanism("threading.Thread", None)

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has /proc")


@pytest.fixture(autouse=True)
def _nothing_is_left() -> Iterator[None]:
    """No child, not even a zombie, no thread and no descriptor."""
    this = psutil.Process()
    before = (threading.active_count(), this.num_fds(), this.children())
    yield
    assert (threading.active_count(), this.num_fds(), this.children()) == before


def _outcome(name: str, **parameters: Any) -> Outcome:
    outcome = run_task(name, parameters)
    assert isinstance(outcome, Outcome)
    return outcome


@pytest.mark.parametrize("kind", ["thread", "subprocess"])
def test_every_part_of_creation_is_timed(kind: str) -> None:
    count, figures = _outcome("creation", kind=kind, count=3)
    assert count == 3
    assert list(figures) == ["create", "start", "until it runs", "join"]
    assert all(0 < seconds < 10 for seconds in figures.values())


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="this Python has sub-interpreters")
@pytest.mark.parametrize("name", ["creation", "memory-per-worker"])
def test_what_this_python_cannot_create_is_told(name: str) -> None:
    with pytest.raises(ChildFailed, match=r"has no sub-interpreters; choose a Python 3\.14"):
        run_task(name, {"kind": "sub-interpreter"})


@on_linux
def test_a_thread_goes_through_its_states(capsys: pytest.CaptureFixture[str]) -> None:
    usable = os.sched_getaffinity(0)
    _, figures = _outcome("states", kind="thread", hold_s=0.001)
    waits = ["running", "ready", "sleeping", "waiting for a lock", "waiting for a pipe"]
    assert list(figures) == [*waits, "terminated"]
    lines = [line.split(": ")[:2] for line in capsys.readouterr().out.splitlines()]
    assert lines == [["worker 1", state] for state in ("new", *figures)]
    assert all(0 <= seconds < 5 for seconds in figures.values())
    assert os.sched_getaffinity(0) == usable


def test_a_warm_up_prints_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    run_task("shared-or-copied", {"values": 10}, task=-1)
    assert capsys.readouterr().out == ""
    run_task("shared-or-copied", {"values": 10})
    assert capsys.readouterr().out == ("worker 1: thread, array: 10 changed there, 10 here\n")


@on_linux
def test_a_thread_takes_little_memory() -> None:
    count, figures = _outcome("memory-per-worker", kind="thread", count=4)
    assert count == 4
    assert all(size < 1 << 20 for size in figures.values())


@pytest.mark.parametrize(
    ("name", "parameters", "why"),
    [
        ("creation", {"kind": "fork"}, "any other on threading.Thread, as forking a process"),
        ("creation", {"kind": "spawn", "count": 65}, "at most 64 of processes"),
        ("creation", {"kind": "subprocess", "daemons": True}, "Python knows no daemons"),
        ("shared-or-copied", {"changed_by": "fork"}, "the child may wait for ever"),
        ("states", {"kind": "fork"}, "the child may wait for ever"),
    ],
)
def test_what_makes_no_sense_is_refused(name: str, parameters: dict[str, Any], why: str) -> None:
    with pytest.raises(SpecError, match=why):
        THREADS.spec(name, parameters=parameters)


def test_bytes_are_inherited_by_fork_alone() -> None:
    with pytest.raises(SpecError, match="no other start method copies memory"):
        SERIAL.spec("big-arguments", parameters={"way": "fork", "kind": "spawn"})


def test_a_pool_is_refused_with_the_reason() -> None:
    with pytest.raises(SpecError, match="threads and processes of their own"):
        Mechanism("ThreadPoolExecutor", None).spec("creation")
