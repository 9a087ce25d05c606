"""The thread or process that is walked through its states: it does what it is told."""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from concur_workloads.catalog.children import LIMIT_S, ChildFailed
from concur_workloads.isolation import die_with_runner, parent_of_workers

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

#: Hashed again and again for work that holds no GIL; small enough to notice the next order soon.
_BLOCK = bytes(1 << 18)


class Subject:
    """The end of whoever tells a subject what to do; `thread` is its native id."""

    def __init__(self, orders: Connection[Any, Any], told: Connection[Any, Any], lock: Any) -> None:
        self._orders = orders
        self._told = told
        #: What it waits for on the order "lock".
        self.lock = lock
        self.pid, self.thread = self.hear()

    def order(self, *words: object) -> int:
        """Have it do something; when it was about to, in nanoseconds of the monotonic clock.

        Raises ChildFailed.
        """
        self._orders.send(words)
        about_ns: int = self.hear()
        return about_ns

    def let_go(self) -> None:
        """End what it waits for in a pipe, or the work that it is at."""
        self._orders.send(())

    @property
    def has_spoken(self) -> bool:
        """Whether it has said something that was not heard yet."""
        return self._told.poll()

    def hear(self) -> Any:
        """What it says next; raises ChildFailed when it says nothing for LIMIT_S or has ended."""
        try:
            if self._told.poll(LIMIT_S):
                return self._told.recv()
        except EOFError:
            raise ChildFailed("the thread or process ended before its time") from None
        raise ChildFailed(f"the thread or process said nothing for {LIMIT_S:g} s")


def _obey(orders: Connection[Any, Any], told: Connection[Any, Any], lock: Any) -> None:
    """Be the subject, until told to end."""
    told.send((os.getpid(), threading.get_native_id()))
    while True:
        order, *details = orders.recv()
        told.send(time.monotonic_ns())
        if order == "work":
            digest = hashlib.sha256()
            while not orders.poll():
                digest.update(_BLOCK)
            orders.recv()
        elif order == "sleep":
            time.sleep(details[0])
        elif order == "lock":
            with lock:
                pass
        elif order == "pipe":
            orders.recv()
        else:
            return
        told.send("done")


@contextmanager
def thread_subject() -> Iterator[tuple[Subject, threading.Thread]]:
    """A thread of this process, just started."""
    from multiprocessing import Pipe

    orders_taken, orders = Pipe(duplex=False)
    told, tells = Pipe(duplex=False)
    lock = threading.Lock()

    def live() -> None:
        # Where whoever gives the orders has failed, that is told there.
        with orders_taken, tells, suppress(EOFError, BrokenPipeError):
            _obey(orders_taken, tells, lock)

    thread = threading.Thread(target=live)
    thread.start()
    try:
        with orders, told:
            yield Subject(orders, told, lock), thread
    finally:
        thread.join(LIMIT_S)


@contextmanager
def process_subject(start_method: str) -> Iterator[tuple[Subject, Any]]:
    """A child process, just started; it is killed if it still runs at the end."""
    import multiprocessing

    context: Any = multiprocessing.get_context(start_method)
    orders_taken, orders = context.Pipe(duplex=False)
    told, tells = context.Pipe(duplex=False)
    lock = context.Lock()
    inherited = (orders, told) if start_method == "fork" else ()
    process = context.Process(
        target=_live_in_process,
        args=(orders_taken, tells, lock, inherited, parent_of_workers(start_method)),
    )
    with orders, told:
        try:
            process.start()
        finally:
            orders_taken.close()
            tells.close()
        try:
            yield Subject(orders, told, lock), process
        finally:
            process.kill()
            process.join()


def _live_in_process(
    orders: Any, tells: Any, lock: Any, inherited: tuple[Any, ...], parent: int | None
) -> None:
    for each in inherited:
        each.close()
    die_with_runner(parent)
    with suppress(EOFError, BrokenPipeError):
        _obey(orders, tells, lock)
