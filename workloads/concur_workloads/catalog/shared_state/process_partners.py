"""Processes as partners: one may be killed at any moment, with a lock in its hand."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.context import BaseContext
from types import FrameType

from concur_workloads.catalog.shared_state.partners import PartnerLost, died, failed

#: How soon a task that waits for a dead partner is told.
_LOOK_S = 0.5

_GATHER_POLL_S = 0.000_2


class ProcessPartners:
    """Works without any lock, as a process that is killed takes locks along.

    Each worker writes its own places only. A Barrier of multiprocessing would not do: killed in
    it, a process makes the others wait for ever.
    """

    def __init__(self, context: BaseContext, workers: int) -> None:
        #: Who is at work, by lane; 0 where nobody is.
        self._pids = context.RawArray("q", workers)
        self._gathered = context.RawArray("q", workers)
        self._died = context.RawValue("q", 0)
        self._failed = context.RawValue("q", 0)

    @contextmanager
    def at_work(self, worker: int) -> Iterator[None]:
        """See Partners; to be used in the main thread of a process."""
        place = worker - 1
        if self._pids[place]:
            # Its successor has come before anybody noticed that it died.
            self._died.value = worker
        self._check()
        self._pids[place] = os.getpid()
        before = signal.signal(signal.SIGALRM, self._look)
        # Waiting for a lock goes on after a signal, unless its handler raises.
        signal.setitimer(signal.ITIMER_REAL, _LOOK_S, _LOOK_S)
        try:
            yield
        except BaseException:
            self._failed.value = self._failed.value or worker
            raise
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
            self._pids[place] = 0

    def gather(self, worker: int, /) -> None:
        """See Partners."""
        place = worker - 1
        self._gathered[place] += 1
        mine = self._gathered[place]
        while min(self._gathered) < mine:
            time.sleep(_GATHER_POLL_S)

    def _look(self, _signal: int, _frame: FrameType | None) -> None:
        for place, pid in enumerate(self._pids):
            if pid and not _is_alive(pid):
                self._died.value = place + 1
        self._check()

    def _check(self) -> None:
        if self._died.value:
            raise PartnerLost(died(self._died.value))
        if self._failed.value:
            raise PartnerLost(failed(self._failed.value))


def _is_alive(pid: int) -> bool:
    """Also true of one that has died and was not reaped; the runner does that at once."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
