"""Ways for several senders to reach one reader: a queue that they share, or a pipe for each."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from typing import Any, NamedTuple

from concur_workloads.catalog.ipc.line import spawn_context

Send = Callable[[bytes], object]


class Channel(NamedTuple):
    """What senders call, one each, to have a message in the channel when it returns.

    `receive` takes a limit in seconds and raises queue.Empty when nothing came in that time.
    `begun` can be read as soon as the first sender has begun to write. `let_go` closes here what
    is theirs.
    """

    sends: Sequence[Send]
    receive: Callable[[float], object]
    begun: Any
    let_go: Callable[[], None]


@contextmanager
def one_queue(senders: int) -> Iterator[Channel]:
    """A `multiprocessing.Queue` for all."""
    shared = spawn_context().Queue()
    with shared._reader, shared._writer:
        yield Channel(
            [partial(_put_through, shared)] * senders,
            partial(_get_in_time, shared),
            shared._reader,
            shared._writer.close,
        )


@contextmanager
def one_simple_queue(senders: int) -> Iterator[Channel]:
    """A `multiprocessing.SimpleQueue` for all, which knows no time limit."""
    shared = spawn_context().SimpleQueue()
    with shared._reader, shared._writer:
        yield Channel(
            [shared.put] * senders, partial(_get, shared), shared._reader, shared._writer.close
        )


@contextmanager
def private_pipes(senders: int) -> Iterator[Channel]:
    """A `multiprocessing.Pipe` for each sender, without any lock."""
    with ExitStack() as opened:
        pairs = [spawn_context().Pipe(duplex=False) for _ in range(senders)]
        for each in (end for pair in pairs for end in pair):
            opened.enter_context(each)
        writers = [writer for _, writer in pairs]

        def let_go() -> None:
            for each in writers:
                each.close()

        readers = [reader for reader, _ in pairs]
        yield Channel(
            [each.send for each in writers], partial(_receive_any, readers), readers[0], let_go
        )


CHANNELS = {"queue": one_queue, "simple-queue": one_simple_queue, "private-pipes": private_pipes}


def _put_through(shared: Any, message: bytes) -> None:
    """Put a message, and wait until the thread of the queue has written it to the pipe."""
    shared.put(message)
    shared.close()
    shared.join_thread()


def _get_in_time(shared: Any, limit_s: float) -> object:
    return shared.get(timeout=limit_s)


def _get(shared: Any, _limit_s: float) -> object:
    return shared.get()


def _receive_any(readers: list[Any], limit_s: float) -> object:
    """The message of any sender that is not lost."""
    from multiprocessing.connection import wait

    while True:
        ready: list[Any] = wait(readers, limit_s)
        if not ready:
            raise queue.Empty
        with suppress(EOFError, OSError):
            return ready[0].recv()
        # Its sender has died, perhaps in the middle of a message: that is seen at once.
        readers.remove(ready[0])
