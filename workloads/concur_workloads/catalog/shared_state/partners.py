"""The workers of one run as partners: they meet, and are told when one of them is lost."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Protocol

from concur_workloads.catalog.stage import Stage

if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

_STAYS_AWAY = "so the other workers would wait for it for ever. Run the experiment again."


class PartnerLost(Exception):
    """Another worker died or failed in its task; the text says which, for the person."""


class Partners(Protocol):
    """What tasks need that depend on each other; `worker` is the number of a lane, from 1."""

    def at_work(self, worker: int) -> AbstractContextManager[None]:
        """Surrounds what a task does with its partners; raises PartnerLost in the midst of it."""

    def gather(self, worker: int, /) -> None:
        """In `at_work`: wait until all workers are here; raises PartnerLost."""


def make_partners(stage: Stage) -> Partners:
    """The workers of a run, as they can be."""
    if stage.shares_memory:
        return ThreadPartners(stage.workers)
    from concur_workloads.catalog.shared_state.process_partners import ProcessPartners

    context: BaseContext = stage.context()
    return ProcessPartners(context, stage.workers)


class ThreadPartners:
    """Threads of one process: none can die alone, but one may raise."""

    def __init__(self, workers: int) -> None:
        self._barrier = threading.Barrier(workers)
        self._failed = 0

    @contextmanager
    def at_work(self, worker: int) -> Iterator[None]:
        """See Partners."""
        try:
            yield
        except BaseException:
            self._failed = self._failed or worker
            self._barrier.abort()
            raise

    def gather(self, _worker: int, /) -> None:
        """See Partners."""
        try:
            self._barrier.wait()
        except threading.BrokenBarrierError:
            raise PartnerLost(failed(self._failed)) from None


def failed(worker: int) -> str:
    """What becomes of a round in which a task has raised."""
    return f"the task of worker {worker} failed, {_STAYS_AWAY}"


def died(worker: int) -> str:
    """What becomes of a round in which a worker has died."""
    return f"worker {worker} died in its task, with what it held there, {_STAYS_AWAY}"
