"""The most memory that a process tree was seen to hold."""

import time
from collections.abc import Callable
from pathlib import Path

import psutil

from concur_workloads.observer.memory import MemoryMeter, MemoryOrigin
from concur_workloads.observer.process_tree import ProcessTree


class PeakMemory:
    """Looks at one tree again and again; what lies between two looks is not seen.

    `most_bytes` is None until a process was seen; `origin` says what was added up: RSS only as long
    as PSS could never be read.
    """

    def __init__(
        self, clock_s: Callable[[], float] = time.monotonic, proc: Path = Path("/proc")
    ) -> None:
        self._tree = ProcessTree()
        self._meter = MemoryMeter(clock_s, proc, interval_s=0.0)
        self.most_bytes: int | None = None
        self.origin: MemoryOrigin | None = None

    def look(self, root_pid: int) -> None:
        """Read the memory of a process and its descendants now; may block for milliseconds."""
        sizes = {
            pid: size
            for pid in self._tree.families([root_pid]).get(root_pid, [])
            if (size := _resident_bytes(pid))
        }
        if not sizes:
            return
        use = self._meter.measure(sizes)
        if self.origin == "PSS" and use.origin == "RSS":
            # A process ended while it was read: the next look will do.
            return
        if use.origin != self.origin:
            self.most_bytes, self.origin = None, use.origin
        self.most_bytes = max(use.held, self.most_bytes or 0)


def _resident_bytes(pid: int) -> int:
    """0 for a process that has ended."""
    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:
        return 0
