"""Ways to give a child process a large block of bytes, with the time and memory of each."""

from __future__ import annotations

import functools
import os
import zlib
from time import monotonic_ns
from typing import TYPE_CHECKING, Any, NamedTuple

from concur_workloads.catalog.children import Child, ChildFailed, child_process, pickled
from concur_workloads.catalog.memory.footprint import footprint_of, has_footprints

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

_MIB = 1 << 20
_PIECE_BYTES = 64


class HandOver(NamedTuple):
    """Seconds of each part, bytes through a pipe, how much more the child then held alone.

    `grown` is None where the system does not count that.
    """

    prepare_s: float
    hand_over_s: float
    read_s: float
    piped: int
    grown: int | None


class _Received(NamedTuple):
    """What the child says: when it had the bytes, how long reading took, and what came of it."""

    at_ns: int
    read_ns: int
    checksum: int
    grown: int | None


def hand_over(way: str, size_mib: int, start_method: str) -> HandOver:
    """Give a child bytes in that way and have it read them all.

    Raises ChildFailed, also when it read something else.
    """
    return WAYS[way](_block(size_mib), start_method)


@functools.lru_cache(maxsize=1)
def _block(size_mib: int) -> bytes:
    """Made once in each worker, in its warm-up task; no two pieces of it are equal."""
    pieces = size_mib * _MIB // _PIECE_BYTES
    return b"".join(number.to_bytes(_PIECE_BYTES, "little") for number in range(pieces))


@functools.lru_cache(maxsize=1)
def _checksum(size_mib: int) -> int:
    return zlib.crc32(_block(size_mib))


def _by_pipe(block: bytes, start_method: str) -> HandOver:
    with child_process(start_method, _take_message) as child:
        child.receive()
        begin_ns = monotonic_ns()
        message = pickled(block)
        ready_ns = monotonic_ns()
        child.send_bytes(message)
        return _ended(child, block, begin_ns, ready_ns, len(message))


def _take_message(connection: Connection[Any, Any]) -> None:
    before = _held_alone()
    connection.send("ready")
    block = connection.recv()
    _read(connection, block, monotonic_ns(), before)


def _by_shared_memory(block: bytes, start_method: str) -> HandOver:
    from multiprocessing import resource_tracker
    from multiprocessing.shared_memory import SharedMemory

    # Before there is a child: one that started a tracker of its own would have it remove the block.
    resource_tracker.ensure_running()
    with child_process(start_method, _take_shared) as child:
        child.receive()
        begin_ns = monotonic_ns()
        memory = SharedMemory(create=True, size=len(block))
        try:
            assert memory.buf is not None
            memory.buf[: len(block)] = block
            ready_ns = monotonic_ns()
            child.send((memory, len(block)))
            return _ended(child, block, begin_ns, ready_ns, 0)
        finally:
            memory.close()
            memory.unlink()


def _take_shared(connection: Connection[Any, Any]) -> None:
    # Loaded now, as it counts neither as time nor as memory of the handing over.
    import multiprocessing.shared_memory  # noqa: F401

    before = _held_alone()
    connection.send("ready")
    memory, size = connection.recv()
    at_ns = monotonic_ns()
    with memory.buf[:size] as block:
        _read(connection, block, at_ns, before)
    memory.close()


def _by_fork(block: bytes, start_method: str) -> HandOver:
    begin_ns = monotonic_ns()
    with child_process(start_method, _take_inherited, block) as child:
        return _ended(child, block, begin_ns, begin_ns, 0)


def _take_inherited(connection: Connection[Any, Any], block: bytes) -> None:
    at_ns = monotonic_ns()
    _read(connection, block, at_ns, _held_alone())


def _held_alone() -> int | None:
    return footprint_of(os.getpid()).uss if has_footprints() else None


def _read(
    connection: Connection[Any, Any], block: bytes | memoryview, at_ns: int, before: int | None
) -> None:
    """In the child: read every byte, and say what came of it."""
    begin_ns = monotonic_ns()
    checksum = zlib.crc32(block)
    end_ns = monotonic_ns()
    after = _held_alone()
    grown = None if before is None or after is None else after - before
    connection.send(_Received(at_ns, end_ns - begin_ns, checksum, grown))


def _ended(child: Child, block: bytes, begin_ns: int, ready_ns: int, piped: int) -> HandOver:
    received: _Received = child.receive()
    child.join()
    if received.checksum != _checksum(len(block) // _MIB):
        raise ChildFailed(f"the child read other bytes than the {len(block):,} that it was given")
    return HandOver(
        prepare_s=(ready_ns - begin_ns) / 1e9,
        hand_over_s=(received.at_ns - ready_ns) / 1e9,
        read_s=received.read_ns / 1e9,
        piped=piped,
        grown=received.grown,
    )


WAYS = {"pipe": _by_pipe, "shared memory": _by_shared_memory, "fork": _by_fork}
