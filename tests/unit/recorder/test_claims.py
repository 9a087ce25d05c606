"""Each worker process has a lane of its own, and one that died leaves its lane to the next."""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from concur_workloads.recorder import claims
from concur_workloads.recorder.claims import claim_lane
from concur_workloads.recorder.recording import Recording

_CLAIM_AND_WAIT = """
import os, sys
from concur_workloads.recorder.claims import claim_lane
from concur_workloads.recorder.recording import Recording
recording = Recording.attach(sys.argv[1])
print(claim_lane(recording), flush=True)
if os.fork() == 0:
    sys.stdin.readline()
    os._exit(0)
sys.stdin.readline()
"""


@pytest.fixture
def recording() -> Iterator[Recording]:
    with Recording.create(2) as made:
        yield made


def _worker(recording: Recording) -> tuple["subprocess.Popen[str]", int]:
    """A process that has claimed a lane and lives on, as does a child that it forked."""
    process = subprocess.Popen(
        [sys.executable, "-c", _CLAIM_AND_WAIT, recording.path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    return process, int(process.stdout.readline())


def test_a_dead_process_leaves_its_lane_to_the_next(recording: Recording) -> None:
    first, lane_of_first = _worker(recording)
    second, lane_of_second = _worker(recording)
    assert (lane_of_first, lane_of_second) == (1, 2)
    first.kill()
    first.wait()
    third, lane_of_third = _worker(recording)
    assert lane_of_third == 1
    for process in (first, second, third):
        process.kill()
        process.communicate()


def test_without_a_free_lane_there_is_an_error(
    recording: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claims, "_WAIT_LIMIT_S", 0.01)
    workers = [_worker(recording)[0] for _ in range(2)]
    with pytest.raises(RuntimeError, match="all 2 lanes have a living worker process"):
        claim_lane(recording)
    for process in workers:
        process.kill()
        process.communicate()
