"""One control block of each worker, seen while it works, for when it has ended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concur_workloads.api import ControlBlock, LaneSnapshot

#: A look takes a millisecond or two, most of it to add up memory.
_MOST_WORKERS = 16

_AT_WORK = ("warming up", "idle", "running")


class BlocksInPassing:
    """Of the first workers of a run, looked at one after the other, once each."""

    def __init__(self) -> None:
        self._seen: dict[tuple[int, int, int], ControlBlock | None] = {}

    def next_unseen(self, lanes: Sequence[LaneSnapshot]) -> LaneSnapshot | None:
        """Who works and was not looked at; None if there is nobody."""
        for lane in lanes[:_MOST_WORKERS]:
            if lane.state in _AT_WORK and lane.native_id and _who(lane) not in self._seen:
                return lane
        return None

    def look_at(self, lane: LaneSnapshot) -> None:
        """Read the block of who works in a lane; may block for milliseconds."""
        # Late, as it takes long to import.
        from concur_tui.screens.control_block.watched_worker import WatchedWorker

        worker = WatchedWorker(lane)
        worker.look()
        worker.close()
        self._seen[_who(lane)] = worker.block

    def block_of(self, lane: LaneSnapshot) -> ControlBlock | None:
        """What was seen of who works in a lane, or did; None if it was not looked at."""
        return self._seen.get(_who(lane))

    def forget(self) -> None:
        """Begin afresh, with another run."""
        self._seen.clear()


def _who(lane: LaneSnapshot) -> tuple[int, int, int]:
    return lane.lane, lane.pid, lane.native_id
