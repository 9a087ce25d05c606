"""Values that somebody else changes: how many changes are seen there, and how many here."""

from __future__ import annotations

import threading
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from concur_workloads.catalog.children import child_process

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

#: A whole number of 8 bytes, for an array and for a view of shared memory alike.
_KIND, _BYTES = "q", 8


def changes_in_an_array(who: str, count: int) -> tuple[int, int]:
    """Have a thread, or a child by that start method, change an array; changes there and here."""
    values = array(_KIND, [0]) * count
    there = _have_changed(who, values, count)
    return there, _changed(values)


def changes_in_shared_memory(who: str, count: int) -> tuple[int, int]:
    """The same in a block of shared memory."""
    # Late, as only some runs need it.
    from multiprocessing.shared_memory import SharedMemory

    memory = SharedMemory(create=True, size=count * _BYTES)
    try:
        there = _have_changed(who, memory, count)
        with _values_in(memory, count) as values:
            return there, _changed(values)
    finally:
        memory.close()
        memory.unlink()


def _have_changed(who: str, held: Any, count: int) -> int:
    if who != "thread":
        with child_process(who, _change_in_child, held, count) as child:
            changes: int = child.receive()
            child.join()
        return changes
    seen: list[int] = []
    thread = threading.Thread(target=lambda: seen.append(_change(held, count)))
    thread.start()
    thread.join()
    return seen[0]


def _change_in_child(connection: Connection[Any, Any], held: Any, count: int) -> None:
    connection.send(_change(held, count))


def _change(held: Any, count: int) -> int:
    with _values_in(held, count) as values:
        for place in range(count):
            values[place] += 1
        return _changed(values)


@contextmanager
def _values_in(held: Any, count: int) -> Iterator[Any]:
    """The values themselves; a view of shared memory is let go at the end of the block."""
    if isinstance(held, array):
        yield held
        return
    # The block may be larger than was asked for.
    with held.buf[: count * _BYTES] as part, part.cast(_KIND) as values:
        yield values


def _changed(values: Any) -> int:
    return sum(1 for each in values if each == 1)
