"""What partners do at their ends of a line."""

from __future__ import annotations

import zlib
from collections.abc import Callable

from concur_workloads.catalog.ipc.line import End, Message

#: A partner's part: it travels there as it is created.
Role = Callable[[End], None]

#: The size of what is said between messages.
WORD_BYTES = 8

#: Said when all messages came; no checksum is as large.
ALL_CAME = 1 << 32

_READY = b"ready".ljust(WORD_BYTES)


def contents(task: int, message_bytes: int) -> tuple[bytes, bytes]:
    """The two messages that a task sends in turn, so that none can be taken for the one before."""
    # Late, as it takes milliseconds to load, and every runner has this module.
    import random

    first = random.Random(task).randbytes(message_bytes)
    return first, first[::-1]


def word(number: int) -> bytes:
    """A number as it is said between messages."""
    return number.to_bytes(WORD_BYTES, "little")


def number_in(said: Message) -> int:
    """The number that a word says."""
    return int.from_bytes(said, "little")


def say(text: str, end: End) -> None:
    """Send one text."""
    end.send(text.encode())


def echo(trips: int, end: End) -> None:
    """Send back what comes."""
    send, receive = end
    for _ in range(trips):
        send(receive())


def take(messages: int, end: End) -> None:
    """Say that one is ready, take messages, say that all came, and then the last one's checksum."""
    send, receive = end
    send(_READY)
    for _ in range(messages):
        message = receive()
    send(word(ALL_CAME))
    send(word(zlib.crc32(message)))


def give(messages: int, task: int, message_bytes: int, end: End) -> None:
    """Send a message to show that one is ready and, when told to, all others."""
    send, receive = end
    first, second = contents(task, message_bytes)
    send(first)
    receive()
    for number in range(messages):
        send(second if number & 1 else first)
