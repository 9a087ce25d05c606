"""What two partners talk over, whatever the means: each has an end that sends and receives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

#: What is sent; ends that receive into memory of their own give that, until they receive again.
Message = bytes | bytearray

#: How many bytes may wait in a line that keeps copies, and how many messages, and how few.
_WAITING_BYTES = 16 << 20
_MOST_WAITING = 256
_FEWEST_WAITING = 2


class End(NamedTuple):
    """One end, as the very functions of its means; they raise EOFError or OSError when it breaks.

    Both travel to a partner as that is created.
    """

    send: Callable[[Message], object]
    receive: Callable[[], Message]


def nothing() -> None:
    """What some lines need to do before and after a partner is lost."""


class Line(NamedTuple):
    """Both ends. `let_go` closes here what belongs to the partner, so that its death is seen.

    `give_up` wakes us where the death of the partner alone would not.
    """

    ours: End
    theirs: End
    let_go: Callable[[], None] = nothing
    give_up: Callable[[], None] = nothing


class Load(NamedTuple):
    """What a line is to carry: messages of so many bytes from us, and of so many from them."""

    there: int
    back: int


def room_for(message_bytes: int) -> int:
    """How many messages of a size may wait in a line that keeps copies of them."""
    return max(_FEWEST_WAITING, min(_MOST_WAITING, _WAITING_BYTES // message_bytes))


def spawn_context() -> Any:
    """Where primitives come from that travel to a fresh Python; a threaded one must not fork."""
    # Late, as it takes tens of milliseconds to load and most runs do without it.
    import multiprocessing

    return multiprocessing.get_context("spawn")
