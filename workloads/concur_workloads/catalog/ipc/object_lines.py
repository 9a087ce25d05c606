"""Lines that carry objects: what `multiprocessing` offers, each message pickled on its way."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from concur_workloads.catalog.children import REAPING
from concur_workloads.catalog.ipc.line import End, Line, Load, room_for, spawn_context
from concur_workloads.isolation import die_with_parent


@contextmanager
def pipes(_load: Load) -> Iterator[Line]:
    """`multiprocessing.Pipe`: one, for both ways."""
    from multiprocessing import Pipe

    ours, theirs = Pipe()
    with ours, theirs:
        yield Line(End(ours.send, ours.recv), End(theirs.send, theirs.recv), let_go=theirs.close)


@contextmanager
def queues(_load: Load) -> Iterator[Line]:
    """A `multiprocessing.Queue` each way, each with a thread that feeds its pipe."""
    there, back = (spawn_context().Queue() for _ in range(2))
    # Else, should the partner die, its thread would print a traceback for each message.
    there._ignore_epipe = True
    with _pipe_ends_of(there, back) as line:
        try:
            yield line
        finally:
            there.close()
            there.join_thread()


@contextmanager
def simple_queues(_load: Load) -> Iterator[Line]:
    """A `multiprocessing.SimpleQueue` each way: a pipe with two locks."""
    there, back = (spawn_context().SimpleQueue() for _ in range(2))
    with _pipe_ends_of(there, back) as line:
        yield line


@contextmanager
def managed_queues(load: Load) -> Iterator[Line]:
    """A queue each way in the process of a `multiprocessing` manager, which each call asks."""
    from multiprocessing.managers import SyncManager

    manager = SyncManager(_address(), ctx=spawn_context())
    with REAPING:
        manager.start(die_with_parent, (os.getpid(),))
    with manager:
        there, back = manager.Queue(room_for(load.there)), manager.Queue(room_for(load.back))
        # Its process does not mind who dies: we would wait for ever.
        yield Line(End(there.put, back.get), End(back.put, there.get), give_up=manager.shutdown)


def _address() -> str | None:
    """One that is no file, where the system has such: that would stay if we were killed."""
    if not sys.platform.startswith("linux"):
        return None
    return f"\0concur-tui-{os.getpid()}-{os.urandom(8).hex()}"


@contextmanager
def _pipe_ends_of(there: Any, back: Any) -> Iterator[Line]:
    """The line of two queues; each has both ends of its pipe in every process.

    As long as we hold the partner's ends too, its death would be seen by nobody.
    """

    def let_go() -> None:
        there._reader.close()
        back._writer.close()

    try:
        yield Line(End(there.put, back.get), End(back.put, there.get), let_go=let_go)
    finally:
        let_go()
        there._writer.close()
        back._reader.close()
