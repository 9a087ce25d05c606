"""Ending a pool of the standard library in bounded time, whatever state it is in."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.pool import Pool

_CLOSE_LIMIT_S = 1.0
_TERMINATE_LIMIT_S = 0.3


def end_pool(pool: Pool, signal_all: Callable[[signal.Signals], None], *, is_broken: bool) -> None:
    """Close the pool, or terminate it when it is broken; then use force.

    A lock that a worker died with keeps even `terminate` waiting for ever, so it gets a thread,
    which is left behind in that case.
    """
    end = _terminate if is_broken else _close
    limit_s = _TERMINATE_LIMIT_S if is_broken else _CLOSE_LIMIT_S
    ending = threading.Thread(target=end, args=(pool,), name="pool-ending", daemon=True)
    ending.start()
    ending.join(limit_s)
    for number in (signal.SIGTERM, signal.SIGKILL):
        if ending.is_alive():
            signal_all(number)
            ending.join(limit_s)


def _close(pool: Pool) -> None:
    pool.close()
    pool.join()


def _terminate(pool: Pool) -> None:
    # It finds out that a thread of its own is dead, and gives up.
    with suppress(AssertionError):
        pool.terminate()
