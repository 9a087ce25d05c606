"""Files that are written, made durable and read back."""

from __future__ import annotations

import functools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter_ns
from typing import Any

from concur_workloads.catalog.figures import Figure, Outcome
from concur_workloads.catalog.stage import Stage
from concur_workloads.catalog.workload import Settings, Workload
from concur_workloads.parameter import Parameter

_KIBIBYTE = 1 << 10


@contextmanager
def _folder(_settings: Settings, _stage: Stage) -> Iterator[dict[str, Any]]:
    import tempfile

    with tempfile.TemporaryDirectory(prefix="concur-tui-files-") as folder:
        yield {"folder": folder}


@functools.lru_cache(maxsize=1)
def _filler(kibibytes: int) -> bytes:
    """Made once in each worker, in its warm-up task; random, as some file systems compress."""
    return os.urandom(kibibytes * _KIBIBYTE - 8)


def _write_and_read(task: int, settings: Settings) -> Outcome:
    content = task.to_bytes(8, "little", signed=True) + _filler(settings["kib"])
    path = os.path.join(settings["folder"], f"worker-{settings['here'].worker}")
    figures = {}
    try:
        began_ns = perf_counter_ns()
        with open(path, "wb", buffering=0) as file:
            written = file.write(content)
            if settings["fsync"]:
                handed_over_ns = perf_counter_ns()
                os.fsync(file.fileno())
                figures["fsync"] = (perf_counter_ns() - handed_over_ns) / 1e9
        closed_ns = perf_counter_ns()
        with open(path, "rb", buffering=0) as file:
            found = file.read()
        read_ns = perf_counter_ns()
    finally:
        os.unlink(path)
    if written != len(content) or found != content:
        raise OSError(f"{path} does not hold what was written to it")
    figures["written"] = len(content) / (closed_ns - began_ns) * 1e9
    figures["read"] = len(content) / (read_ns - closed_ns) * 1e9
    return Outcome((task, len(found)), figures)


WORKLOADS = (
    Workload(
        name="files",
        title="files with fsync",
        family="I/O-bound",
        kind="I/O-bound, releases the GIL while it waits",
        summary="Writes a file, waits until it is on the disk, reads it back and removes it.",
        look_at=(
            "Compare the time of fsync with that of the whole task, then turn fsync off: what is "
            "left is copying to and from memory. Raise the workers and see whether the disk takes "
            "several files in the time of one. Where the temporary folder is in memory (tmpfs) "
            "there is nothing to wait for: the variable TMPDIR names another folder."
        ),
        parameters=(
            Parameter("kib", 1_024, "size of the file", 1, 1 << 20, unit="KiB"),
            Parameter("fsync", True, "wait until the file is on the disk"),
        ),
        body=_write_and_read,
        fixture=_folder,
        figures=(
            Figure(
                "written", "B/s", "from opening the file until it is written, synced and closed"
            ),
            Figure("fsync", "s", "how long os.fsync took; not told where it is turned off"),
            Figure("read", "B/s", "reading it back, most likely from the system's cache in memory"),
        ),
        default_tasks=200,
        smallest={"kib": 64},
    ),
)
