"""The time limit of a coroutine: it is cancelled, which it hears where it waits."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any


class Overdue(Exception):
    """A coroutine was cancelled because it exceeded its time limit."""


async def within(limit_s: float, coroutine: Coroutine[Any, Any, object]) -> object:
    """The result of a coroutine that may take `limit_s` seconds; raises what it raises, or Overdue.

    One that goes on when it is cancelled is waited for.
    """
    task = asyncio.current_task()
    assert task is not None
    cancelled = False

    def cancel() -> None:
        nonlocal cancelled
        cancelled = True
        task.cancel()

    timer = asyncio.get_running_loop().call_later(limit_s, cancel)
    try:
        return await coroutine
    except asyncio.CancelledError:
        if not cancelled:
            raise
        raise Overdue(
            f"it was cancelled because it exceeded the time limit of {limit_s:g} s"
        ) from None
    finally:
        timer.cancel()
        if cancelled and hasattr(task, "uncancel"):
            task.uncancel()
