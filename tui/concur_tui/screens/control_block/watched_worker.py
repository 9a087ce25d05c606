"""One worker whose control block is looked at again and again."""

import threading
import time

from concur_workloads.api import (
    ControlBlock,
    ControlBlockReader,
    FrameLook,
    LaneSnapshot,
    StatesSeen,
    see_block,
)


class WatchedWorker:
    """Keeps the last block of one thread, also once the thread has ended.

    `block` is one that was seen before; `states` is what its blocks said that it was at.
    """

    def __init__(self, lane: LaneSnapshot, block: ControlBlock | None = None) -> None:
        self.lane = lane
        self.block = block
        self.ended = False
        self.states = StatesSeen()
        self._reader = ControlBlockReader(
            lane.pid, lane.native_id, python_thread=lane.python_thread
        )
        # A look may be under way in a thread when the screen goes.
        self._looking = threading.Lock()
        self._closed = False

    def is_of(self, lane: LaneSnapshot) -> bool:
        """Whether that is still who works in a lane."""
        mine = self.lane
        return (mine.lane, mine.pid, mine.native_id) == (lane.lane, lane.pid, lane.native_id)

    def look(self) -> None:
        """Read the block; may block for milliseconds."""
        with self._looking:
            if self._closed:
                return
            found = self._reader.read()
            see_block(self.states, found, time.monotonic_ns())
            self.ended = found is None
            self.block = found or self.block

    def look_at_frames(self) -> FrameLook:
        """Ask for the frames of the thread, which later looks tell too; may block for seconds."""
        return self._reader.look_at_frames()

    def close(self) -> None:
        """Let go of what is kept open; a second call does nothing."""
        with self._looking:
            self._closed = True
            self._reader.close()
