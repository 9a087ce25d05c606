"""Work that the standard library does in C with the GIL released."""

from __future__ import annotations

import functools
import hashlib

from concur_workloads.catalog.workload import Settings, Workload
from concur_workloads.parameter import Parameter

_KIBIBYTE = 1 << 10
_MEBIBYTE = 1 << 20

#: Longer than the window in which zlib looks for what it has seen, so that no page is a copy.
_PAGE_BYTES = 1 << 17


@functools.lru_cache(maxsize=1)
def _buffer(mebibytes: int) -> bytes:
    """Made once in each worker, in its warm-up task, so that tasks hash and do nothing else."""
    return bytes(range(256)) * (mebibytes * _MEBIBYTE // 256)


def _sha256(task: int, settings: Settings) -> str:
    digest = hashlib.sha256(task.to_bytes(8, "little", signed=True))
    digest.update(_buffer(settings["mebibytes"]))
    return digest.hexdigest()


@functools.lru_cache(maxsize=1)
def _text(kibibytes: int) -> bytes:
    """Words in a random order, made once in each worker, in its warm-up task."""
    import random

    words = [f"word{number} ".encode() for number in range(1_000)]
    chosen = random.Random(0).choices(words, k=_PAGE_BYTES // 8)
    page = b"".join(chosen)
    size = kibibytes * _KIBIBYTE
    return (page * (size // len(page) + 1))[:size]


def _compress(_task: int, settings: Settings) -> int:
    """The length of the compressed text."""
    import zlib

    text = _text(settings["kib"])
    compressed = zlib.compress(text, settings["level"])
    if zlib.decompress(compressed) != text:
        raise ValueError("what was decompressed is not what was compressed")
    return len(compressed)


WORKLOADS = (
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
        smallest={"mebibytes": 1},
    ),
    Workload(
        name="zlib",
        title="zlib",
        family="CPU-bound",
        kind="CPU-bound, releases the GIL",
        summary="zlib.compress and zlib.decompress of a text: C code that works on bytes.",
        look_at=(
            "The twin of JSON: both are C code of the standard library, but this one needs no "
            "Python object while it works. Compare the speed-up of threads and of processes on "
            "both. Make the text small to see from where on the mechanism costs more than it gains."
        ),
        parameters=(
            Parameter("kib", 1_024, "how much text a task compresses", 1, 1 << 20, unit="KiB"),
            Parameter("level", 6, "how hard to try: 1 is fast, 9 is small", 1, 9),
        ),
        body=_compress,
        smallest={"kib": 64},
    ),
)
