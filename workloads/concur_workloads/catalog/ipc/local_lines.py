"""Lines within one process: between threads, and between interpreters."""

from __future__ import annotations

import importlib
import queue
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from concur_workloads.catalog.children import LIMIT_S
from concur_workloads.catalog.ipc.line import End, Line, Load, Message


@contextmanager
def thread_queues(_load: Load) -> Iterator[Line]:
    """A `queue.Queue` each way, which hands over the very objects."""
    there: queue.Queue[Message] = queue.Queue()
    back: queue.Queue[Message] = queue.Queue()
    yield Line(End(there.put, back.get), End(back.put, there.get))


@contextmanager
def interpreter_queues(_load: Load) -> Iterator[Line]:
    """A queue of `concurrent.interpreters` each way; raises RuntimeError where there are none."""
    interpreters = interpreters_module()
    there, back = interpreters.create_queue(), interpreters.create_queue()
    # It asks again and again by itself, so a limit costs nothing.
    our_get, their_get = (partial(each.get, timeout=LIMIT_S) for each in (back, there))
    yield Line(End(there.put, our_get), End(back.put, their_get))


def interpreters_module() -> Any:
    """`concurrent.interpreters`; raises RuntimeError where there is none."""
    try:
        return importlib.import_module("concurrent.interpreters")
    except ModuleNotFoundError:
        version = ".".join(map(str, sys.version_info[:2]))
        raise RuntimeError(
            f"Python {version} has no queues between interpreters; "
            "choose a Python 3.14 (--python 3.14)"
        ) from None
