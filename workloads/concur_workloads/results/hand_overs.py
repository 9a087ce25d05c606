"""How often the GIL changes hands, from bursts of looks."""

from __future__ import annotations

import math
from typing import NamedTuple

#: How many standard errors away the ends of a 95 % interval are; and of that interval the upper
#: end, in events, where none was seen.
_Z = 1.96
_NONE_SEEN = 3.0

#: If more of the looks than this found another holder than those before, it changed hands more
#: often than the looks can follow.
_MOST_SEEN = 1 / 3


class HandOvers(NamedTuple):
    """What some `bursts` found together, which were `seconds` long in all and had so many `looks`.

    `changes` is how often one look found another holder than the one before; `squares` adds up the
    square of that of each burst, for the spread between them.
    """

    bursts: int = 0
    seconds: float = 0.0
    looks: int = 0
    changes: int = 0
    squares: int = 0

    @classmethod
    def of_burst(cls, seconds: float, looks: int, changes: int) -> HandOvers:
        """What one burst found."""
        return cls(1, seconds, looks, changes, changes**2)

    def plus(self, other: HandOvers) -> HandOvers:
        """Both together."""
        return HandOvers(
            self.bursts + other.bursts,
            self.seconds + other.seconds,
            self.looks + other.looks,
            self.changes + other.changes,
            self.squares + other.squares,
        )

    @property
    def per_s(self) -> float:
        """Hand-overs a second; those between two looks, which are a millisecond apart, not."""
        return self.changes / self.seconds if self.seconds else 0.0

    @property
    def error_per_s(self) -> float:
        """How far off that may be, at 95 %: by the spread of the bursts, or by chance if more."""
        if not self.seconds:
            return math.inf
        by_chance = _Z * math.sqrt(self.changes) if self.changes else _NONE_SEEN
        return max(by_chance, self._between_bursts()) / self.seconds

    def _between_bursts(self) -> float:
        if self.bursts < 2:
            return 0.0
        spread = self.squares - self.changes**2 / self.bursts
        return _Z * math.sqrt(max(0.0, spread) * self.bursts / (self.bursts - 1))

    @property
    def is_too_fast(self) -> bool:
        """Whether there were certainly more than the looks could follow."""
        return self.changes > _MOST_SEEN * self.looks


NO_BURSTS = HandOvers()
