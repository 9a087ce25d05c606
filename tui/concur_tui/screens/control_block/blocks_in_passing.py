"""The control blocks of workers as they were seen while they worked, for when they have ended."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concur_workloads.api import ControlBlock, LaneSnapshot

#: A look takes a millisecond or two, most of it to add up memory. So one worker is looked at again
#: in this time, whose turn it is.
_AGAIN_EVERY_S = 1.0
_MOST_WORKERS = 16

_AT_WORK = ("warming up", "idle", "running")


class BlocksInPassing:
    """Of the first workers of a run, looked at one after the other; `clock_s` is monotonic."""

    def __init__(self, clock_s: Callable[[], float] = time.monotonic) -> None:
        self._clock_s = clock_s
        self._looked_s = 0.0
        # Who was looked at last comes last.
        self._seen: dict[tuple[int, int, int], ControlBlock | None] = {}

    def next_due(self, lanes: Sequence[LaneSnapshot]) -> LaneSnapshot | None:
        """Who works and was not looked at, or not for longest; None while it is early for that."""
        at_work = {
            _who(lane): lane
            for lane in lanes[:_MOST_WORKERS]
            if lane.state in _AT_WORK and lane.native_id
        }
        for who, lane in at_work.items():
            if who not in self._seen:
                return lane
        if self._clock_s() - self._looked_s < _AGAIN_EVERY_S:
            return None
        return next((at_work[who] for who in self._seen if who in at_work), None)

    def look_at(self, lane: LaneSnapshot) -> None:
        """Read the block of who works in a lane; may block for milliseconds."""
        # Late, as it takes long to import.
        from concur_tui.screens.control_block.watched_worker import WatchedWorker

        worker = WatchedWorker(lane)
        worker.look()
        worker.close()
        who = _who(lane)
        others = {each: block for each, block in self._seen.items() if each != who}
        # In one piece, as the screen may ask for it meanwhile.
        self._seen = {**others, who: worker.block or self._seen.get(who)}
        self._looked_s = self._clock_s()

    def block_of(self, lane: LaneSnapshot) -> ControlBlock | None:
        """What was seen of who works in a lane, or did; None if it was not looked at."""
        return self._seen.get(_who(lane))

    def forget(self) -> None:
        """Begin afresh, with another run."""
        self._seen = {}


def _who(lane: LaneSnapshot) -> tuple[int, int, int]:
    return lane.lane, lane.pid, lane.native_id
