"""What a run could leave behind: processes, files of its own, shared memory."""

import os
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import psutil
import pytest

from concur_workloads.process_sweep import semaphore_prefix
from support.processes import MARKER_VARIABLE, assert_no_process_left, processes_of

_SHARED_MEMORY = "/dev/shm/"


@contextmanager
def nothing_left_behind() -> Iterator[None]:
    """Assert, when the block has ended well, that it left no process, file or semaphore.

    Temporary files are made in a folder of its own meanwhile.
    """
    runs: list[str] = []
    marker = os.urandom(8).hex()
    with tempfile.TemporaryDirectory() as temporary, pytest.MonkeyPatch.context() as patch:
        patch.setenv(MARKER_VARIABLE, marker)
        patch.setenv("TMPDIR", temporary)
        patch.setattr(tempfile, "tempdir", temporary)
        patch.setattr(uuid, "uuid4", _recording_names(runs))
        yield
        assert_no_process_left(partial(processes_of, marker), within_s=3)
        files = [str(path) for path in Path(temporary).rglob("*")]
        assert files == [], f"left behind: {files}"
        assert [path for run in runs for path in _semaphores_of(run)] == []


def _recording_names(runs: list[str]) -> Callable[[], uuid.UUID]:
    """What makes the names of runs, and adds each to `runs`."""
    make = uuid.uuid4

    def make_and_keep() -> uuid.UUID:
        made = make()
        runs.append(made.hex)
        return made

    return make_and_keep


def _semaphores_of(run: str) -> list[Path]:
    name = semaphore_prefix(run).removeprefix("/")
    return list(Path(_SHARED_MEMORY).glob(f"sem.{name}-*"))


def shared_memory_of(pid: int) -> set[Path]:
    """The files of shared memory that a process or its descendants map, if still to be found.

    Their names say nothing of their owner, so whose they are can only be seen while it lives.
    """
    program = psutil.Process(pid)
    found: set[Path] = set()
    for process in [program, *program.children(recursive=True)]:
        mapped = (each.path for each in process.memory_maps())
        found.update(Path(path) for path in mapped if path.startswith(_SHARED_MEMORY))
    return {path for path in found if path.exists()}
