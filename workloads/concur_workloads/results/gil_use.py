"""Who held the GIL, as far as that can be seen from outside."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from concur_workloads.results.hand_overs import NO_BURSTS, HandOvers

#: How many standard errors away the ends of a 95 % interval are.
_Z = 1.96


class GilLook(NamedTuple):
    """What a look at all threads at once found, `at_s` seconds after the experiment began.

    `holder` is the worker that held it, None where nobody can tell; `wanted` is whether any thread
    waited for it. `after_s` is how long after the look before this one was, 0 if too long to say
    anything of what was between; `changed` is whether that one had found another holder.
    """

    at_s: float
    holder: int | None
    wanted: bool
    after_s: float = 0.0
    changed: bool = False


@dataclass(frozen=True)
class GilUse:
    """An estimate from looks at all threads at once while any of them was in a task.

    At `wanted` of the `looks` some thread waited for it. `holders` counts by worker at how many of
    those it was the only one that ran, so it held it, and `others` does so for all workers together
    that are not named; at the rest several ran, or none did.
    `seconds` is how long was looked on; `changes` is how often one look found another holder than
    the look before, so there were at least as many hand-overs. `in_bursts` is what bursts of looks
    found of them, which see nearly all.
    """

    looks: int
    wanted: int
    holders: Mapping[int, int]
    seconds: float
    changes: int
    others: int = 0
    in_bursts: HandOvers = NO_BURSTS

    @property
    def wanted_share(self) -> float:
        """The part of the looks at which a thread waited for it, 0 to 1."""
        return self.wanted / self.looks if self.looks else 0.0

    def share(self, worker: int) -> float:
        """The part of the looks at which it was wanted that a worker held it at, 0 to 1."""
        return self.holders.get(worker, 0) / self.wanted if self.wanted else 0.0

    @property
    def others_share(self) -> float:
        """The same for all workers together that are not named."""
        return self.others / self.wanted if self.wanted else 0.0

    @property
    def untold_share(self) -> float:
        """The part of the looks at which it was wanted, but nobody can tell who held it, 0 to 1."""
        if not self.wanted:
            return 0.0
        return max(0.0, 1 - (sum(self.holders.values()) + self.others) / self.wanted)

    def error(self, worker: int) -> float:
        """How far off `share` may be: to the farther end of its 95 % interval, by Wilson's score.

        It takes looks for independent of each other.
        """
        if not self.wanted:
            return 1.0
        share, looks = self.share(worker), self.wanted
        scale = 1 + _Z**2 / looks
        middle = (share + _Z**2 / (2 * looks)) / scale
        spread = math.sqrt(share * (1 - share) / looks + _Z**2 / (4 * looks**2))
        return abs(middle - share) + _Z * spread / scale

    @property
    def largest_error(self) -> float:
        """That of the worker whose share may be off farthest; that of any if none was named."""
        return max(map(self.error, self.holders), default=self.error(0))

    @property
    def least_hand_overs_per_s(self) -> float:
        """Hand-overs a second that were seen; those between two looks were not."""
        return self.changes / self.seconds if self.seconds else 0.0
