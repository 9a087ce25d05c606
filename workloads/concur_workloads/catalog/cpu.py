"""CPU-bound work: the same shape twice, once holding the GIL and once releasing it."""

from __future__ import annotations

import functools
import hashlib

from concur_workloads.catalog.workload import Settings, Workload
from concur_workloads.parameter import Parameter

_MEBIBYTE = 1 << 20


def _sum_of_squares(_task: int, settings: Settings) -> int:
    terms: int = settings["terms"]
    return sum(i * i for i in range(terms))


@functools.lru_cache(maxsize=1)
def _buffer(mebibytes: int) -> bytes:
    """Made once in each worker, in its warm-up task, so that tasks hash and do nothing else."""
    return bytes(range(256)) * (mebibytes * _MEBIBYTE // 256)


def _sha256(task: int, settings: Settings) -> str:
    digest = hashlib.sha256(task.to_bytes(8, "little", signed=True))
    digest.update(_buffer(settings["mebibytes"]))
    return digest.hexdigest()


WORKLOADS = (
    Workload(
        name="sum-of-squares",
        title="sum of squares",
        family="CPU-bound",
        kind="CPU-bound, holds the GIL",
        summary="sum(i * i for i in range(terms)): pure Python, which needs the GIL all the time.",
        look_at=(
            "Compare the speed-up with the on-CPU time of the workers: if together they were on a "
            "CPU for about one wall time, they took turns; if for several, they ran side by side. "
            "Its twin is SHA-256, the same kind of load without the GIL."
        ),
        parameters=(
            Parameter("terms", 1_000_000, "how many squares a task adds up", 1, 1_000_000_000),
        ),
        body=_sum_of_squares,
    ),
    Workload(
        name="sha-256",
        title="SHA-256",
        family="CPU-bound",
        kind="CPU-bound, releases the GIL",
        summary="SHA-256 over a large buffer: C code that lets go of the GIL while it works.",
        look_at=(
            "The twin of the sum of squares: the CPU is just as busy, but the work is done in C "
            "with the GIL released. Compare what threads make of each of the two."
        ),
        parameters=(Parameter("mebibytes", 16, "how much a task hashes", 1, 4_096, unit="MiB"),),
        body=_sha256,
    ),
)
