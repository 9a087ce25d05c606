"""A forked child that uses more and more of its parent's memory, and what it then holds alone."""

from __future__ import annotations

import functools
import mmap
import os
from time import monotonic_ns
from typing import TYPE_CHECKING, Any, NamedTuple

from concur_workloads.catalog.children import child_process
from concur_workloads.catalog.memory.footprint import Footprint, footprint_of

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

_MIB = 1 << 20

#: Four to a page, each with a reference count of its own.
_OBJECT_BYTES = 1_024


class Step(NamedTuple):
    """The share that a child has used, how long this step took, and what it holds after it."""

    share: float
    seconds: float
    footprint: Footprint


def steps_of_a_child(use: str, size_mib: int, steps: int) -> list[Step]:
    """Have a forked child use this process's memory in equal steps; the first is before any.

    Raises ChildFailed.
    """
    memory = _memory(use, size_mib)
    with child_process("fork", _use_all, use, memory, steps) as child:
        found: list[Step] = [child.receive() for _ in range(steps + 1)]
        child.join()
    return found


@functools.lru_cache(maxsize=1)
def _memory(use: str, size_mib: int) -> Any:
    """Made once in each worker, in its warm-up task, with every page of it in use."""
    if use == "read objects":
        payload = _OBJECT_BYTES - b"".__sizeof__()
        return [bytes(payload) for _ in range(size_mib * _MIB // _OBJECT_BYTES)]
    memory = mmap.mmap(-1, size_mib * _MIB, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    _write(memory, 0, len(memory))
    return memory


def _use_all(connection: Connection[Any, Any], use: str, memory: Any, steps: int) -> None:
    """In the child: its own view of `memory` is what is used."""
    pass_over = _USES[use]
    connection.send(Step(0.0, 0.0, footprint_of(os.getpid())))
    for step in range(steps):
        first, last = len(memory) * step // steps, len(memory) * (step + 1) // steps
        before = monotonic_ns()
        pass_over(memory, first, last)
        after = monotonic_ns()
        share = (step + 1) / steps
        connection.send(Step(share, (after - before) / 1e9, footprint_of(os.getpid())))


def _write(memory: Any, first: int, last: int) -> None:
    """One byte of each page."""
    for place in range(first, last, mmap.PAGESIZE):
        memory[place] = 1


def _read(memory: Any, first: int, last: int) -> int:
    """One byte of each page."""
    return sum(memory[place] for place in range(first, last, mmap.PAGESIZE))


def _read_objects(memory: Any, first: int, last: int) -> int:
    """Nothing but the length of each, for which Python counts one more reference meanwhile."""
    return sum(len(memory[place]) for place in range(first, last))


_USES = {"write bytes": _write, "read bytes": _read, "read objects": _read_objects}
