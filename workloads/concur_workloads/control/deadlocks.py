"""Workers of a run that wait for each other for ever: found from outside, told, and broken."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Literal

from concur_workloads.catalog.registry import workload
from concur_workloads.control.party import Party
from concur_workloads.recorder.waits import Wait, read_wait, tell_to_give_up
from concur_workloads.results.deadlock import (
    Deadlock,
    StuckWorker,
    deadlock_sentence,
    stuck_forever,
)

#: For so long nobody of a circle may have moved: a wait with a time limit is over by then.
_CONFIRM_NS = 400_000_000

#: What becomes of a deadlock: somebody is asked, it is broken at once, or the run is ended.
OnDeadlock = Literal["ask", "break", "end"]


class Deadlocks:
    """Looks at what the backend's workers wait for; `log(level, text)` gets what is found."""

    def __init__(self, then: OnDeadlock, log: Callable[[str, str], None]) -> None:
        self._then = then
        self._log = log
        self._seen: tuple[object, ...] = ()
        self._seen_ns = 0
        self._told: dict[int, int] = {}
        self._party: Party | None = None
        self._stuck: list[Wait] = []
        self.current: Deadlock | None = None

    def look(self, parties: Sequence[Party], now_ns: int) -> None:
        """Notice what has changed."""
        for party in parties:
            if party.role == "backend" and workload(party.spec.workload).resources:
                if party.is_alive:
                    self._look_at(party, now_ns)
                else:
                    self.current = None

    def _look_at(self, party: Party, now_ns: int) -> None:
        workers = party.ledger.workers
        waits = [read_wait(party.recording, lane) for lane in workers]
        dead = frozenset(lane for lane, facts in workers.items() if facts.exited is not None)
        stuck = stuck_forever(waits, dead)
        seen = (party, *((each.lane, each.turn) for each in stuck))
        if seen != self._seen:
            self._seen, self._seen_ns = seen, now_ns
            self.current = None
        elif stuck and self.current is None and now_ns - self._seen_ns >= _CONFIRM_NS:
            self._party, self._stuck = party, stuck
            self.current = _deadlock(party, stuck, waits, dead)
            self._act(party, self.current)

    def _act(self, party: Party, found: Deadlock) -> None:
        said = deadlock_sentence(found)
        # What a dead worker held, nobody gets by giving up.
        ends = self._then == "end" or (self._then == "break" and found.lost)
        self._log("error" if ends else "warning", said)
        if ends:
            party.fail(said)
        elif self._then == "break":
            self.break_one()

    def break_one(self) -> None:
        """Tell one of those who wait to give up: each in turn, should that one not be able to."""
        if self.current is None or self._party is None or not self._party.is_alive:
            return
        wanted = {each.wanted for each in self._stuck}
        holders = [each for each in self._stuck if each.held & wanted]
        chosen = min(
            holders or self._stuck, key=lambda each: (self._told.get(each.lane, 0), each.lane)
        )
        self._told[chosen.lane] = self._told.get(chosen.lane, 0) + 1
        tell_to_give_up(self._party.recording, chosen.lane)
        self._log("info", f"worker {chosen.lane} was told to give up what it waits for")
        # What comes of it is a new circle, even if nobody has moved.
        self._seen, self.current = (), None


def _deadlock(
    party: Party, stuck: Sequence[Wait], waits: Sequence[Wait], dead: frozenset[int]
) -> Deadlock:
    chosen = workload(party.spec.workload)
    names = chosen.resources
    lost = set[int]().union(*(each.lost for each in waits))
    lost |= set[int]().union(*(each.held for each in waits if each.lane in dead))
    wanted = {each.wanted for each in stuck}
    return Deadlock(
        file=os.path.basename(chosen.body.__code__.co_filename),
        stuck=tuple(
            StuckWorker(
                each.lane,
                tuple(names[place] for place in sorted(each.held)),
                names[each.wanted or 0],
                each.line,
            )
            for each in stuck
        ),
        lost=tuple(names[place] for place in sorted(lost) if place in wanted),
    )
