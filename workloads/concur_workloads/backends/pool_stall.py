"""Noticing that a pool does nothing any more."""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic

from concur_workloads.recorder.layout import State
from concur_workloads.recorder.reader import LaneStatus

_LIMIT_S = 1.0
#: While a worker is missing, whose successor may be long in coming.
_INCOMPLETE_LIMIT_S = 5.0


class Stall:
    """Workers that are all on nothing, although something is left, for too long."""

    def __init__(self) -> None:
        self._standing: tuple[object, ...] = ()
        self._since_s = monotonic()

    def lasts(
        self, statuses: Sequence[LaneStatus], progress: tuple[int, ...], *, is_complete: bool
    ) -> bool:
        """Whether no worker has done anything for long; `progress` tells of what they do not."""
        standing = (*progress, *statuses)
        is_idle = all(status.state in (State.IDLE, State.ENDED) for status in statuses)
        if not is_idle or standing != self._standing:
            self._standing, self._since_s = standing, monotonic()
        limit_s = _LIMIT_S if is_complete else _INCOMPLETE_LIMIT_S
        return monotonic() - self._since_s > limit_s
