"""A thread of this process that waits for as long as a test looks at it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple


class WaitingThread(NamedTuple):
    """Its number for the system, and what lets it end."""

    native_id: int
    end: Callable[[], None]


@contextmanager
def waiting_thread() -> Iterator[WaitingThread]:
    """Start one that waits for an event; it has ended after the block."""
    began, end = threading.Event(), threading.Event()

    def wait() -> None:
        began.set()
        end.wait()

    thread = threading.Thread(target=wait)
    thread.start()
    began.wait()
    try:
        assert thread.native_id is not None
        yield WaitingThread(thread.native_id, end.set)
    finally:
        end.set()
        thread.join()
