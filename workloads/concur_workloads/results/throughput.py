"""How many tasks a second ended lately."""

from collections import Counter
from collections.abc import Sequence

_SLOT_NS = 50_000_000
_SLOTS = 20


class RecentThroughput:
    """Counts ends of tasks in slots of 50 ms and keeps those of the last second."""

    def __init__(self) -> None:
        self._slots: Counter[int] = Counter()
        self._first_start_ns: int | None = None

    def add(self, first_start_ns: int, ends_ns: Sequence[int]) -> None:
        """Count tasks by their ends, in any order; `first_start_ns` is when the first began."""
        if not ends_ns:
            return
        if self._first_start_ns is None or first_start_ns < self._first_start_ns:
            self._first_start_ns = first_start_ns
        self._slots.update([end_ns // _SLOT_NS for end_ns in ends_ns])
        self._forget_before(max(self._slots) - _SLOTS)

    def per_second(self, now_ns: int) -> float:
        """Tasks a second over the last second, or since the first task began if that is less."""
        newest = now_ns // _SLOT_NS
        self._forget_before(newest - _SLOTS)
        if self._first_start_ns is None:
            return 0.0
        window_ns = now_ns - max((newest - _SLOTS) * _SLOT_NS, self._first_start_ns)
        count = sum(count for slot, count in self._slots.items() if slot <= newest)
        return count * 1e9 / window_ns if window_ns > 0 else 0.0

    def _forget_before(self, oldest: int) -> None:
        for slot in [slot for slot in self._slots if slot < oldest]:
            del self._slots[slot]
