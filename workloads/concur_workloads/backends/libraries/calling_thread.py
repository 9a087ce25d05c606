"""One thread that makes the calls of a library, which wait, one after the other."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, NamedTuple


class _Call(NamedTuple):
    future: Future[None]
    function: Callable[..., None]
    arguments: tuple[Any, ...]


class CallingThread:
    """Not a ThreadPoolExecutor: a process forked from a thread of one fails as it exits.

    There it would join that thread, which it is itself.
    """

    def __init__(self, name: str) -> None:
        self._calls: queue.SimpleQueue[_Call | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._serve, name=name, daemon=True)
        self._thread.start()

    def submit(self, function: Callable[..., None], *arguments: Any) -> Future[None]:
        """Have a call made after those before it; the future has what it raises."""
        future: Future[None] = Future()
        self._calls.put(_Call(future, function, arguments))
        return future

    def end(self) -> None:
        """Wait for the calls that were submitted, and end the thread."""
        self._calls.put(None)
        self._thread.join()

    def _serve(self) -> None:
        while (call := self._calls.get()) is not None:
            try:
                call.future.set_result(call.function(*call.arguments))
            except BaseException as error:  # noqa: BLE001 - whatever the library raises
                call.future.set_exception(error)
