"""Lines through memory that both processes see, with semaphores that say what is in it."""

from __future__ import annotations

import mmap
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from concur_workloads.catalog.children import LIMIT_S
from concur_workloads.catalog.ipc.line import End, Line, Load, Message, room_for, spawn_context

_SHARED_MEMORY = "/dev/shm"
_GONE = "the partner has gone"


class _Memory(Protocol):
    @property
    def buf(self) -> memoryview | None:
        """Its bytes."""


class _Ring:
    """One way: slots for messages, used in turn; one end puts, the other one gets."""

    def __init__(self, memory: _Memory, start: int, slot_bytes: int, context: Any) -> None:
        self._memory = memory
        self._start = start
        self._slot_bytes = slot_bytes
        self._slots = room_for(slot_bytes)
        self._free = context.Semaphore(self._slots)
        self._filled = context.Semaphore(0)
        self._used = 0
        self._is_broken = False

    def put(self, message: Message) -> None:
        if not self._free.acquire(True, LIMIT_S):
            raise TimeoutError(f"no message was taken out of the memory for {LIMIT_S:g} s")
        if self._is_broken:
            raise EOFError(_GONE)
        self._memory.buf[self._next_slot()] = message  # type: ignore[index]
        self._filled.release()

    def get(self) -> Message:
        if not self._filled.acquire(True, LIMIT_S):
            raise TimeoutError(f"no message was put into the memory for {LIMIT_S:g} s")
        if self._is_broken:
            raise EOFError(_GONE)
        message = bytes(self._memory.buf[self._next_slot()])  # type: ignore[index]
        self._free.release()
        return message

    def break_off(self) -> None:
        """Wake whoever waits in this process: the partner has gone."""
        self._is_broken = True
        self._free.release()
        self._filled.release()

    def _next_slot(self) -> slice:
        start = self._start + self._used % self._slots * self._slot_bytes
        self._used += 1
        return slice(start, start + self._slot_bytes)


class _MappedFile:
    """A file that has no name any more, mapped into memory."""

    # A connection, as that knows how to travel to a process that is created; not used otherwise.
    def __init__(self, carrier: Any, size: int) -> None:
        self._carrier = carrier
        self._map = mmap.mmap(carrier.fileno(), size)
        self.buf: memoryview | None = memoryview(self._map)

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self._carrier, len(self._map))

    def close(self) -> None:
        if self.buf is not None:
            self.buf.release()
            self.buf = None
        self._map.close()
        self._carrier.close()


@contextmanager
def shared_memory(load: Load) -> Iterator[Line]:
    """`multiprocessing.shared_memory`, removed at the end, also by Python's own resource tracker.

    Raises OSError when the system has not as much.
    """
    from multiprocessing import resource_tracker
    from multiprocessing.shared_memory import SharedMemory

    # It would start too late for memory whose maker is killed meanwhile.
    resource_tracker.ensure_running()
    size = _size(load)
    if os.path.isdir(_SHARED_MEMORY):
        # To use what is promised but not there ends a process with SIGBUS.
        there_is = os.statvfs(_SHARED_MEMORY)
        left = there_is.f_bavail * there_is.f_frsize
        if size > left:
            raise OSError(f"{size:,} B of shared memory are needed, and {left:,} B are left")
    memory = SharedMemory(create=True, size=size)
    try:
        yield _line_in(memory, load)
    finally:
        memory.close()
        memory.unlink()


@contextmanager
def mapped_file(load: Load) -> Iterator[Line]:
    """`mmap` of a temporary file that is removed before it is used; raises OSError."""
    # Late, as it takes milliseconds to load, and every runner has this module.
    import tempfile
    from multiprocessing.connection import Connection

    size = _size(load)
    with tempfile.TemporaryFile() as file:
        file.truncate(size)
        if hasattr(os, "posix_fallocate"):
            os.posix_fallocate(file.fileno(), 0, size)
        memory = _MappedFile(Connection(os.dup(file.fileno())), size)
    try:
        yield _line_in(memory, load)
    finally:
        memory.close()


def _size(load: Load) -> int:
    return sum(room_for(each) * each for each in load)


def _line_in(memory: _Memory, load: Load) -> Line:
    context = spawn_context()
    there = _Ring(memory, 0, load.there, context)
    back = _Ring(memory, room_for(load.there) * load.there, load.back, context)

    def give_up() -> None:
        there.break_off()
        back.break_off()

    return Line(End(there.put, back.get), End(back.put, there.get), give_up=give_up)
