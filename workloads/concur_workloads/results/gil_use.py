"""Who held the GIL, as far as that can be seen from outside."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class GilUse:
    """An estimate from looks at all threads at once while any of them was in a task.

    At `wanted` of the `looks` some thread waited for it. `holders` counts by worker at how many of
    those it was the only one that ran, so it held it; at the others several ran, or none did.
    `seconds` is how long was looked on; `changes` is how often one look found another holder than
    the look before, so there were at least as many hand-overs.
    """

    looks: int
    wanted: int
    holders: Mapping[int, int]
    seconds: float
    changes: int

    @property
    def wanted_share(self) -> float:
        """The part of the looks at which a thread waited for it, 0 to 1."""
        return self.wanted / self.looks if self.looks else 0.0

    def share(self, worker: int) -> float:
        """The part of the looks at which it was wanted that a worker held it at, 0 to 1."""
        return self.holders.get(worker, 0) / self.wanted if self.wanted else 0.0

    def error(self, worker: int) -> float:
        """How far `share` may be off: half of its 95 % interval, if looks were independent."""
        if not self.wanted:
            return 1.0
        share = self.share(worker)
        return 1.96 * math.sqrt(share * (1 - share) / self.wanted)

    @property
    def least_hand_overs_per_s(self) -> float:
        """Hand-overs a second that were seen; those between two looks were not."""
        return self.changes / self.seconds if self.seconds else 0.0
