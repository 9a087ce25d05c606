"""Noticing that a pool does nothing any more."""

from __future__ import annotations

from collections.abc import Mapping
from time import monotonic

from concur_workloads.recorder.layout import State
from concur_workloads.recorder.reader import LaneReader

_LIMIT_S = 1.0


class Stall:
    """Workers that are all on nothing, while something is left, for as long as this takes."""

    def __init__(self, readers: Mapping[int, LaneReader]) -> None:
        self._readers = readers
        self._standing: tuple[object, ...] = ()
        self._since_s = monotonic()

    def lasts(self, progress: tuple[int, ...]) -> bool:
        """Whether no worker has done anything for long; `progress` tells of what they do not."""
        statuses = [reader.status() for reader in self._readers.values()]
        standing = (*progress, *statuses)
        is_idle = all(status.state is State.IDLE for status in statuses)
        if not is_idle or standing != self._standing:
            self._standing, self._since_s = standing, monotonic()
        return monotonic() - self._since_s > _LIMIT_S
