"""`asyncio.TaskGroup`, or for Python 3.10, which has none, as much of it as is needed here."""

from __future__ import annotations

import asyncio
import sys

if sys.version_info >= (3, 11):
    from asyncio import TaskGroup
else:
    from collections.abc import Coroutine
    from typing import TYPE_CHECKING, Any

    if TYPE_CHECKING:
        from typing_extensions import Self

    class TaskGroup:
        """Waits in the end for all tasks that it created, none of which raises."""

        def __init__(self) -> None:
            self._tasks: set[asyncio.Task[None]] = set()

        async def __aenter__(self) -> Self:
            return self

        def create_task(self, coroutine: Coroutine[Any, Any, None]) -> None:
            """Begin a task; it is forgotten when it is done."""
            task = asyncio.get_running_loop().create_task(coroutine)
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

        async def __aexit__(self, *_raised: object) -> None:
            await asyncio.gather(*self._tasks)


__all__ = ["TaskGroup"]
