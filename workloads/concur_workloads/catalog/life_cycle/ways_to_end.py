"""A child process that ends in a chosen way, and what it leaves behind."""

from __future__ import annotations

import atexit
import os
import select
import signal
import sys
import threading
import time
from time import monotonic_ns
from typing import TYPE_CHECKING, Any, NamedTuple

from concur_workloads.catalog.children import LIMIT_S, ChildFailed, child_process
from concur_workloads.exit_status import exit_words

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

_EXIT_CODES = {
    "return": 0,
    "return with thread": 0,
    "return with daemon": 0,
    "exception": 1,
    "sys.exit": 3,
    "os._exit": 4,
    "SIGINT": 1,
    "SIGTERM": -signal.SIGTERM,
    "SIGTERM handled": 128 + signal.SIGTERM,
    "SIGKILL": -signal.SIGKILL,
}

WAYS = tuple(_EXIT_CODES)

_SIGNALS = {
    "SIGINT": signal.SIGINT,
    "SIGTERM": signal.SIGTERM,
    "SIGTERM handled": signal.SIGTERM,
    "SIGKILL": signal.SIGKILL,
}

#: These end the process where it stands, with no Python code run any more.
_AT_ONCE = ("os._exit", "SIGTERM", "SIGKILL")

_FINALLY, _ATEXIT, _OUTPUT = "finally has run", "atexit has run", "a line that was not flushed"
_THREAD = "the thread has done its work"

#: How much longer than its process's main thread a thread works that is no daemon.
_LONGER_S = 0.05


class End(NamedTuple):
    """How a child ended, how long after its cause it was joined, and what it left in a pipe."""

    exit_code: int
    seconds: float
    finally_ran: bool
    atexit_ran: bool
    output_arrived: bool
    thread_finished: bool


def end_in(way: str, start_method: str) -> End:
    """Have a child end in that way and see what it leaves.

    Raises ChildFailed, also when that is not what Python promises of this way.
    """
    from multiprocessing import Pipe

    ours, theirs = Pipe(duplex=False)
    with ours, theirs:
        with child_process(start_method, _live, theirs, way) as child:
            # So that the pipe ends with the child.
            theirs.close()
            child.receive()
            cause_ns = monotonic_ns()
            if way in _SIGNALS:
                os.kill(child.pid, _SIGNALS[way])
            else:
                child.send("end")
            code = child.join()
            took_ns = monotonic_ns() - cause_ns
        left = _read_all(ours.fileno())
    found = [word in left for word in (_FINALLY, _ATEXIT, _OUTPUT, _THREAD)]
    end = End(code, took_ns / 1e9, *found)
    _require_promised(way, end)
    return end


def _require_promised(way: str, end: End) -> None:
    """Whether atexit runs after a usual end depends on the start method and Python's version."""
    usual = way not in _AT_ONCE
    if end.exit_code != _EXIT_CODES[way]:
        raise ChildFailed(
            f"the child {exit_words(end.exit_code)}, which is not what {way} must give"
        )
    must = (usual, usual, way == "return with thread")
    left = (end.finally_ran, end.output_arrived, end.thread_finished)
    if left != must or (end.atexit_ran and not usual):
        raise ChildFailed(f"the child did not leave what {way} must leave, but {end}")


def _read_all(source: int) -> str:
    parts: list[bytes] = []
    while select.select([source], [], [], LIMIT_S)[0]:
        part = os.read(source, 65_536)
        if not part:
            return b"".join(parts).decode()
        parts.append(part)
    raise ChildFailed(f"the child's pipe did not end within {LIMIT_S:g} s of the child")


def _live(connection: Connection[Any, Any], last_words: Connection[Any, Any], way: str) -> None:
    """In the child: leave a word at each place that an end may or may not come by."""
    # Of its own, as the connection may be closed before the interpreter has ended.
    words = os.dup(last_words.fileno())
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if way == "SIGTERM handled":
        signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    atexit.register(os.write, words, f"{_ATEXIT}\n".encode())
    # Buffered, as all output is that does not go to a terminal; the trace of an exception too.
    sys.stdout = sys.stderr = os.fdopen(words, "w", closefd=False)
    try:
        print(_OUTPUT)
        connection.send("ready")
        connection.recv()
        if way == "exception":
            raise RuntimeError("this child ends with an exception on purpose")
        if way == "sys.exit":
            sys.exit(_EXIT_CODES[way])
        if way == "os._exit":
            os._exit(_EXIT_CODES[way])
        if way == "return with thread":
            threading.Thread(target=_work_on, args=(words,)).start()
        if way == "return with daemon":
            threading.Thread(target=threading.Event().wait, daemon=True).start()
    finally:
        os.write(words, f"{_FINALLY}\n".encode())


def _work_on(words: int) -> None:
    """In a thread of the child, whose main thread returns meanwhile."""
    time.sleep(_LONGER_S)
    os.write(words, f"{_THREAD}\n".encode())
