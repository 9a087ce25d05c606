"""The death of a pool's process, noticed beside the pool, which may not notice it."""

from __future__ import annotations

import os
from functools import partial
from multiprocessing.process import BaseProcess
from time import monotonic

from concur_workloads.backends.base import Host
from concur_workloads.backends.process_end import open_end

#: How long the pool may take to notice it.
_LIMIT_S = 0.5


class UnseenDeath:
    """Watches processes in the runner's loop; `lane` is that of the first that died."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._ends: list[int] = []
        self._noticed_s = 0.0
        self.lane: int | None = None

    def watch(self, lane: int, process: BaseProcess) -> None:
        """Notice the end of the process of a lane."""
        end = open_end(process, is_child=self._host.spec.start_method != "forkserver")
        self._ends.append(end)
        self._host.watch(end, partial(self._ended, lane))

    def _ended(self, lane: int) -> None:
        self.close()
        self.lane = lane
        self._noticed_s = monotonic()

    def is_overdue(self) -> bool:
        """Whether one died so long ago that the pool should have noticed."""
        return self.lane is not None and monotonic() > self._noticed_s + _LIMIT_S

    def close(self) -> None:
        """Notice nothing any more; a second call does nothing."""
        for end in self._ends:
            self._host.unwatch(end)
            os.close(end)
        self._ends.clear()
