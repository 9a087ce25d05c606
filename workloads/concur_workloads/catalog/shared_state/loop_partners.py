"""The coroutines of one loop as partners."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from concur_workloads.catalog.shared_state.partners import PartnerLost, failed

if TYPE_CHECKING:
    import asyncio


class LoopPartners:
    """Made anywhere, used in one loop at a time."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._waiting: list[asyncio.Future[None]] = []
        self._failed = 0

    @contextmanager
    def at_work(self, worker: int) -> Iterator[None]:
        """Surrounds what a task does with its partners; raises PartnerLost."""
        self._check()
        try:
            yield
        except BaseException:
            self._failed = self._failed or worker
            self._let_go()
            raise

    async def gather(self) -> None:
        """Wait until all workers are here; raises PartnerLost."""
        # Late, as these partners are also made for runs without a loop.
        import asyncio

        if len(self._waiting) + 1 == self._workers:
            self._let_go()
        else:
            future = asyncio.get_running_loop().create_future()
            self._waiting.append(future)
            await future
        self._check()

    def _let_go(self) -> None:
        for each in self._waiting:
            if not each.done():
                each.set_result(None)
        self._waiting.clear()

    def _check(self) -> None:
        if self._failed:
            raise PartnerLost(failed(self._failed))
