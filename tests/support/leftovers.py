"""What a run could leave behind: processes, files of its own, shared memory."""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import psutil
import pytest

from support.processes import MARKER_VARIABLE, assert_no_process_left, processes_of

_SHARED_MEMORY = "/dev/shm/"
_SEMAPHORES = "sem.concur-*"

#: Tells no event when something vanishes from it.
_SHARED_MEMORY_LIMIT_S = 2.0
_SHARED_MEMORY_POLL_S = 0.02


@contextmanager
def nothing_left_behind() -> Iterator[None]:
    """Assert, when the block has ended well, that it left no process, file or semaphore.

    Temporary files are made in a folder of its own meanwhile.
    """
    semaphores_before = _semaphores()
    marker = os.urandom(8).hex()
    with tempfile.TemporaryDirectory() as temporary, pytest.MonkeyPatch.context() as patch:
        patch.setenv(MARKER_VARIABLE, marker)
        patch.setenv("TMPDIR", temporary)
        patch.setattr(tempfile, "tempdir", temporary)
        yield
        assert_no_process_left(partial(processes_of, marker), within_s=3)
        files = [str(path) for path in Path(temporary).rglob("*")]
        assert files == [], f"left behind: {files}"
        _assert_none_left_but(semaphores_before)


def _semaphores() -> set[Path]:
    """Those of all runs on this machine."""
    return set(Path(_SHARED_MEMORY).glob(_SEMAPHORES))


def _assert_none_left_but(before: set[Path]) -> None:
    """One that nobody maps is of no use, unless the run of somebody else is just making it."""
    deadline = time.monotonic() + _SHARED_MEMORY_LIMIT_S
    while left := [path for path in _semaphores() - before if not _is_mapped(path)]:
        assert time.monotonic() < deadline, f"left behind: {left}"
        time.sleep(_SHARED_MEMORY_POLL_S)


def _is_mapped(path: Path) -> bool:
    """Whether a process that lives uses it; one that has just gone needs no further look either."""
    for pid in psutil.pids():
        with suppress(OSError):
            if str(path) in Path(f"/proc/{pid}/maps").read_text():
                return True
    return not path.exists()


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
