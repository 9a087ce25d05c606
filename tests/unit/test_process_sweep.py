"""The sweep at the end of a run tells apart what tasks left behind and what ends by itself."""

import os
import signal
import subprocess
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from concur_workloads import process_sweep
from concur_workloads.isolation import RUN_VARIABLE
from concur_workloads.process_sweep import end_run

#: Of this process alone: others run the same tests.
RUN = f"a-run-of-the-test-of-the-sweep-{os.getpid()}"

pytestmark = pytest.mark.skipif(
    not Path("/proc/self").is_dir(), reason="only Linux shows the environment of processes"
)


@pytest.fixture
def marked() -> Iterator[subprocess.Popen[bytes]]:
    """A process that carries the name of the run, in a session of its own."""
    environment = {**os.environ, RUN_VARIABLE: RUN}
    with subprocess.Popen(["sleep", "60"], env=environment, start_new_session=True) as process:
        yield process
        process.kill()


def test_a_process_that_was_left_is_ended_and_told(marked: subprocess.Popen[bytes]) -> None:
    assert end_run(RUN, marked.pid, spare=os.getpid()) == [marked.pid]
    assert marked.wait() == -signal.SIGKILL


def test_a_process_that_ends_while_it_is_looked_at_is_not_told(
    marked: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    read = process_sweep._read

    def read_last_thing(pid: int, name: str) -> bytes:
        text = read(pid, name)
        if pid == marked.pid and name == "environ":
            marked.terminate()
            marked.wait()
        return text

    monkeypatch.setattr(process_sweep, "_read", read_last_thing)
    assert end_run(RUN, marked.pid, spare=os.getpid()) == []
    assert marked.returncode == -signal.SIGTERM


@pytest.mark.parametrize("not_yet", [1, 4])
def test_a_process_that_has_just_begun_a_program_is_found(
    marked: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch, not_yet: int
) -> None:
    read = process_sweep._read

    def read_nothing_yet(pid: int, name: str) -> bytes:
        nonlocal not_yet
        if pid == marked.pid and name in ("environ", "cmdline") and not_yet:
            not_yet -= 1
            return b""
        return read(pid, name)

    monkeypatch.setattr(process_sweep, "_read", read_nothing_yet)
    assert end_run(RUN, marked.pid, spare=os.getpid()) == [marked.pid]
    assert marked.wait() == -signal.SIGKILL


def test_a_process_that_has_no_environment_is_not_of_the_run() -> None:
    with subprocess.Popen(["sleep", "60"], env={}, start_new_session=True) as process:
        try:
            until = time.monotonic() + 10
            while process_sweep._environment(process.pid) is None:
                assert time.monotonic() < until
            # A group that is nobody's.
            assert end_run(RUN, 1 << 30, spare=os.getpid()) == []
            assert process.poll() is None
        finally:
            process.kill()


def test_what_is_started_meanwhile_is_found_as_well(
    marked: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    late: list[subprocess.Popen[bytes]] = []
    kill = process_sweep._kill

    def start_one_before(pids: Iterable[int]) -> None:
        if not late:
            environment = {**os.environ, RUN_VARIABLE: RUN}
            late.append(subprocess.Popen(["sleep", "60"], env=environment, start_new_session=True))
        kill(pids)

    monkeypatch.setattr(process_sweep, "_kill", start_one_before)
    try:
        told = end_run(RUN, marked.pid, spare=os.getpid())
        assert told == [marked.pid, late[0].pid]
        assert [each.wait(timeout=10) for each in (marked, *late)] == [-signal.SIGKILL] * 2
    finally:
        for each in late:
            each.kill()
            each.wait()


def test_the_leader_of_the_group_is_ended_first(monkeypatch: pytest.MonkeyPatch) -> None:
    environment = {**os.environ, RUN_VARIABLE: RUN}
    killed: list[int] = []
    kill = process_sweep._kill

    def note(pids: Iterable[int]) -> None:
        ended = list(pids)
        killed.extend(ended)
        kill(ended)

    monkeypatch.setattr(process_sweep, "_kill", note)
    with ExitStack() as stack:
        started = [
            stack.enter_context(subprocess.Popen(["sleep", "60"], env=environment))
            for _ in range(9)
        ]
        for each in started:
            stack.callback(each.kill)
        leader = started[4].pid
        end_run(RUN, leader, spare=os.getpid())
    assert killed == [leader, *sorted(each.pid for each in started if each.pid != leader)]
