"""How many tasks a second ended lately."""

from collections import deque

_SLOT_NS = 50_000_000
_SLOTS = 20


class RecentThroughput:
    """Counts ends of tasks in slots of 50 ms and keeps those of the last second."""

    def __init__(self) -> None:
        self._slots: deque[tuple[int, int]] = deque()
        self._first_start_ns: int | None = None

    def add(self, start_ns: int, end_ns: int) -> None:
        """Count one task; the lanes' ends may come a little out of order."""
        if self._first_start_ns is None or start_ns < self._first_start_ns:
            self._first_start_ns = start_ns
        slot = end_ns // _SLOT_NS
        place = len(self._slots)
        while place and self._slots[place - 1][0] > slot:
            place -= 1
        if place and self._slots[place - 1][0] == slot:
            self._slots[place - 1] = (slot, self._slots[place - 1][1] + 1)
        else:
            self._slots.insert(place, (slot, 1))
        self._forget(self._slots[-1][0])

    def per_second(self, now_ns: int) -> float:
        """Tasks a second over the last second, or since the first task began if that is less."""
        newest = now_ns // _SLOT_NS
        self._forget(newest)
        if self._first_start_ns is None:
            return 0.0
        window_ns = now_ns - max((newest - _SLOTS) * _SLOT_NS, self._first_start_ns)
        count = sum(count for slot, count in self._slots if slot <= newest)
        return count * 1e9 / window_ns if window_ns > 0 else 0.0

    def _forget(self, newest: int) -> None:
        while self._slots and self._slots[0][0] < newest - _SLOTS:
            self._slots.popleft()
