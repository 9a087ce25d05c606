"""The same bytes hashed in two ways: with the GIL held all the time, and with it released."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from time import perf_counter_ns, thread_time_ns

from concur_workloads import gil
from concur_workloads.catalog.figures import Figure, Outcome
from concur_workloads.catalog.workload import Settings, Workload
from concur_workloads.parameter import Parameter

#: hashlib releases the GIL for what is longer than this, and for nothing that is not.
_LONGEST_HELD = 2_047

_MEBIBYTE = 1 << 20

#: With less to hash, four readings of clocks would be a part of the task that can be noticed.
_FEWEST_TIMED = 1 << 18

ON_CPU = Figure(
    "on CPU",
    "%",
    "share of a task in which its thread was on a CPU, from the kernel's clock for it; not told of "
    "tasks that hash less than 256 KiB",
)
GIL_HELD = Figure(
    "GIL held (estimate)",
    "%",
    "share of a task in which its thread held the GIL, taken to be its time on a CPU, as this work "
    "cannot go on without; not told where the GIL is off",
)


@functools.lru_cache(maxsize=1)
def _data(size: int) -> bytes:
    """Made once in each worker, in its warm-up task, so that tasks hash and do nothing else."""
    return bytes(each % 251 for each in range(256)) * (size // 256) + bytes(size % 256)


def _in_pieces(task: int, data: bytes) -> str:
    digest = hashlib.sha256(task.to_bytes(8, "little", signed=True))
    view = memoryview(data)
    for start in range(0, len(data), _LONGEST_HELD):
        digest.update(view[start : start + _LONGEST_HELD])
    return digest.hexdigest()


def _at_once(task: int, data: bytes) -> str:
    digest = hashlib.sha256(task.to_bytes(8, "little", signed=True))
    digest.update(data)
    return digest.hexdigest()


def _timed(
    hash_data: Callable[[int, bytes], str], task: int, data: bytes
) -> tuple[str, dict[str, float]]:
    """The digest, and the share of the time in which this thread was on a CPU."""
    start_ns, start_cpu_ns = perf_counter_ns(), thread_time_ns()
    digest = hash_data(task, data)
    cpu_ns, wall_ns = thread_time_ns() - start_cpu_ns, perf_counter_ns() - start_ns
    return digest, {ON_CPU.name: 100 * cpu_ns / wall_ns}


def _held(task: int, settings: Settings) -> str | Outcome:
    data = _data(settings["bytes"])
    if len(data) < _FEWEST_TIMED:
        return _in_pieces(task, data)
    digest, figures = _timed(_in_pieces, task, data)
    if gil.is_on():
        figures[GIL_HELD.name] = figures[ON_CPU.name]
    return Outcome(digest, figures)


def _released(task: int, settings: Settings) -> str | Outcome:
    data = _data(settings["bytes"])
    if len(data) < _FEWEST_TIMED:
        return _at_once(task, data)
    return Outcome(*_timed(_at_once, task, data))


_PARAMETERS = (
    Parameter(
        "bytes", 16 * _MEBIBYTE, "how much a task hashes", _LONGEST_HELD + 1, 1 << 32, unit="B"
    ),
)

WORKLOADS = (
    Workload(
        name="gil-held",
        title="hash, GIL held",
        family="GIL",
        kind="CPU-bound, holds the GIL",
        summary="SHA-256 of a buffer in pieces of 2,047 bytes, for which hashlib keeps the GIL.",
        look_at=(
            "Add up what the threads had of a CPU: about 100 % together means that they took "
            "turns, more that they ran side by side. Then run its twin, the same bytes hashed with "
            "the GIL released, and both on other Pythons: `concur-tui matrix gil-held --pythons "
            "all` has a row for each, with the GIL, without it, and with one for each interpreter."
        ),
        parameters=_PARAMETERS,
        body=_held,
        figures=(ON_CPU, GIL_HELD),
        smallest={"bytes": _MEBIBYTE},
    ),
    Workload(
        name="gil-released",
        title="hash, GIL released",
        family="GIL",
        kind="CPU-bound, releases the GIL",
        summary="SHA-256 of the same buffer at once: hashlib releases the GIL while it works.",
        look_at=(
            "The twin of the hash with the GIL held: it gives the very same digests. Compare the "
            "speed-ups of both on threads, then on processes: the first pair differs by the GIL "
            "alone, and the second shows what is left without it."
        ),
        parameters=_PARAMETERS,
        body=_released,
        figures=(ON_CPU,),
        smallest={"bytes": _MEBIBYTE},
    ),
)
