"""What a run could leave behind: processes, files of its own, shared memory."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import psutil
import pytest

from support.processes import MARKER_VARIABLE, assert_no_process_left, processes_of

_SHARED_MEMORY = "/dev/shm/"


@contextmanager
def nothing_left_behind() -> Iterator[None]:
    """Assert, when the block has ended well, that it left no process and no temporary file.

    Temporary files are made in a folder of its own meanwhile.
    """
    marker = os.urandom(8).hex()
    with tempfile.TemporaryDirectory() as temporary, pytest.MonkeyPatch.context() as patch:
        patch.setenv(MARKER_VARIABLE, marker)
        patch.setenv("TMPDIR", temporary)
        patch.setattr(tempfile, "tempdir", temporary)
        yield
        assert_no_process_left(partial(processes_of, marker), within_s=3)
        files = [str(path) for path in Path(temporary).rglob("*")]
        assert files == [], f"left behind: {files}"


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
