"""Who held the GIL over time, in bounded memory however long that is."""

from __future__ import annotations

from dataclasses import dataclass

from concur_workloads.results.gil_tally import GilTally
from concur_workloads.results.gil_use import GilLook, GilUse
from concur_workloads.results.hand_overs import HandOvers

_SHORTEST_S = 0.1
_MOST_STRETCHES = 240

#: Of more workers, those that held it most in a stretch are named.
_MOST_NAMED = 16


@dataclass(frozen=True)
class GilStretch:
    """An interval, in seconds since the experiment began, and what looks in it found."""

    start_s: float
    end_s: float
    use: GilUse


@dataclass(frozen=True)
class GilLane:
    """Stretches of equal length in their order, without those in which nobody was looked at.

    `why_none` says why there can be no such lane, or nobody can see it; empty where it can be seen.
    """

    stretches: tuple[GilStretch, ...] = ()
    why_none: str = ""


class GilPast:
    """Keeps what looks found in stretches, which are made longer when there are too many."""

    def __init__(self) -> None:
        self._stretch_s = _SHORTEST_S
        self._tallies: dict[int, GilTally] = {}

    def add(self, look: GilLook) -> None:
        """Take in a look; they come in their order."""
        number = int(look.at_s / self._stretch_s)
        if number not in self._tallies:
            if self._tallies:
                self._tallies[next(reversed(self._tallies))].name_no_more_than(_MOST_NAMED)
            if len(self._tallies) == _MOST_STRETCHES:
                self._make_longer()
                number = int(look.at_s / self._stretch_s)
        self._tallies.setdefault(number, GilTally()).add(look)

    def add_burst(self, found: HandOvers) -> None:
        """Take in a burst that has just ended; it counts where the last look was."""
        if self._tallies:
            self._tallies[next(reversed(self._tallies))].add_burst(found)

    def _make_longer(self) -> None:
        """Join neighbours until there is room; a pair may lack one of them."""
        while len(self._tallies) > _MOST_STRETCHES / 2:
            joined: dict[int, GilTally] = {}
            for number, tally in self._tallies.items():
                joined.setdefault(number // 2, GilTally()).merge(tally)
            for tally in joined.values():
                tally.name_no_more_than(_MOST_NAMED)
            self._tallies = joined
            self._stretch_s *= 2

    def stretches(self) -> tuple[GilStretch, ...]:
        """What was kept so far."""
        step_s = self._stretch_s
        return tuple(
            GilStretch(number * step_s, (number + 1) * step_s, tally.use())
            for number, tally in self._tallies.items()
        )
