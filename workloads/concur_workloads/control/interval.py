"""A stretch of time on the clock that all processes share."""

from __future__ import annotations

from typing import NamedTuple


class Interval(NamedTuple):
    """From one moment to another, in nanoseconds; nothing if that is no later."""

    start_ns: int
    end_ns: int

    def within(self, other: Interval) -> Interval:
        """What both have in common."""
        return Interval(max(self.start_ns, other.start_ns), min(self.end_ns, other.end_ns))

    @property
    def length_ns(self) -> int:
        """How long it lasts."""
        return max(0, self.end_ns - self.start_ns)
