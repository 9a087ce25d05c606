"""Adds up looks for who holds the GIL."""

from __future__ import annotations

from concur_workloads.results.gil_use import GilLook, GilUse
from concur_workloads.results.hand_overs import NO_BURSTS, HandOvers


class GilTally:
    """The sums over some looks and bursts, named as in `GilUse`."""

    __slots__ = ("changes", "holders", "in_bursts", "looks", "others", "seconds", "wanted")

    def __init__(self) -> None:
        self.looks = self.wanted = self.changes = self.others = 0
        self.seconds = 0.0
        self.holders: dict[int, int] = {}
        self.in_bursts = NO_BURSTS

    def add(self, look: GilLook) -> None:
        """Take in one look."""
        self.looks += 1
        self.wanted += look.wanted
        self.changes += look.changed
        self.seconds += look.after_s
        if look.holder is not None:
            self.holders[look.holder] = self.holders.get(look.holder, 0) + 1

    def add_burst(self, found: HandOvers) -> None:
        """Take in one burst of looks."""
        self.in_bursts = self.in_bursts.plus(found)

    def merge(self, other: GilTally | GilUse) -> None:
        """Take in all that another has."""
        self.looks += other.looks
        self.wanted += other.wanted
        self.changes += other.changes
        self.others += other.others
        self.seconds += other.seconds
        self.in_bursts = self.in_bursts.plus(other.in_bursts)
        for worker, looks in other.holders.items():
            self.holders[worker] = self.holders.get(worker, 0) + looks

    def name_no_more_than(self, most: int) -> None:
        """Go on naming those workers that held it most, and count the others together."""
        for worker in sorted(self.holders, key=self.holders.__getitem__, reverse=True)[most:]:
            self.others += self.holders.pop(worker)

    def use(self) -> GilUse:
        """What the sums say."""
        return GilUse(
            self.looks,
            self.wanted,
            dict(self.holders),
            self.seconds,
            self.changes,
            self.others,
            self.in_bursts,
        )
