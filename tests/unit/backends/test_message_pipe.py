"""Messages arrive whole and in order, however the pipe cuts them."""

import multiprocessing
import os
from collections.abc import Iterator

import pytest

from concur_workloads.backends.supervised.message_pipe import Message, MessagePipe

#: More than any pipe holds.
_LONG = os.urandom(300_000)


@pytest.fixture
def ends() -> Iterator[tuple[MessagePipe, MessagePipe]]:
    there, back = multiprocessing.Pipe(duplex=False), multiprocessing.Pipe(duplex=False)
    ours, theirs = MessagePipe(back[0], there[1]), MessagePipe(there[0], back[1])
    ours.never_wait()
    yield ours, theirs
    ours.close()
    theirs.close()


def test_messages_sent_together_are_received_one_by_one(
    ends: tuple[MessagePipe, MessagePipe],
) -> None:
    ours, theirs = ends
    ours.send(b"one", b"", b"three")
    assert [theirs.receive() for _ in range(3)] == [b"one", b"", b"three"]


def test_all_complete_messages_are_taken_at_once(ends: tuple[MessagePipe, MessagePipe]) -> None:
    ours, theirs = ends
    theirs.send(b"one", b"two")
    assert ours.take() == [b"one", b"two"]


def test_what_the_pipe_cannot_hold_waits_for_room(ends: tuple[MessagePipe, MessagePipe]) -> None:
    ours, theirs = ends
    ours.send(_LONG, b"next")
    assert ours.has_unsent
    received: list[Message] = []
    while ours.has_unsent:
        received += theirs.take()
        ours.flush()
    while len(received) < 2:
        received += theirs.take()
    assert received == [_LONG, b"next"]


def test_a_message_that_is_not_complete_keeps_nobody_waiting(
    ends: tuple[MessagePipe, MessagePipe],
) -> None:
    ours, theirs = ends
    theirs.never_wait()
    theirs.send(_LONG)
    assert ours.take() == []
    received: list[Message] = []
    while not received:
        theirs.flush()
        received = ours.take()
    assert received == [_LONG]


def test_the_end_is_told_after_the_last_message(ends: tuple[MessagePipe, MessagePipe]) -> None:
    ours, theirs = ends
    theirs.send(b"last words")
    theirs.close()
    assert ours.has_message()
    assert ours.receive() == b"last words"
    with pytest.raises(EOFError):
        ours.receive()


def test_sending_to_one_that_has_gone_is_an_error(ends: tuple[MessagePipe, MessagePipe]) -> None:
    ours, theirs = ends
    theirs.close()
    with pytest.raises(OSError, match="Broken pipe"):
        ours.send(b"hello")
