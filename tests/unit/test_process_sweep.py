"""The sweep at the end of a run tells apart what tasks left behind and what ends by itself."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from concur_workloads import process_sweep
from concur_workloads.isolation import RUN_VARIABLE
from concur_workloads.process_sweep import end_run

RUN = "a-run-of-the-test-of-the-sweep"

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
