"""How much of the time each worker was on a CPU, from the kernel's own clocks of its thread."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from concur_workloads.control.party import Party
from concur_workloads.observer.thread_clock import ThreadClock
from concur_workloads.results.snapshot import CpuShare

#: Clocks read at one look, at some 20 microseconds each: of more workers, each is read less often.
_MOST_AT_ONCE = 100


@dataclass
class _Watched:
    """The CPU clock of one worker's thread and what it said last."""

    native_id: int
    clock: ThreadClock
    looked_ns: int
    on_cpu_ns: int | None


class CpuShares:
    """Takes the shares of one side's workers; `since_began` turns nanoseconds into its seconds."""

    def __init__(self, party: Party, since_began: Callable[[int], float]) -> None:
        self._party = party
        self._since_began = since_began
        self._watched: dict[int, _Watched] = {}
        self._next = 0

    def take(self) -> list[CpuShare]:
        """The shares since the last reading of each clock that it is the turn of."""
        party = self._party
        if party.runner.exited.done():
            return []
        identities = {lane: reader.identity() for lane, reader in party.ledger.readers.items()}
        users = Counter(each.native_id for each in identities.values())
        # Of a thread that several workers share, nobody can tell whose time it spent.
        alone = [
            lane
            for lane, each in identities.items()
            if each.native_id and users[each.native_id] == 1
        ]
        turn = alone[self._next : self._next + _MOST_AT_ONCE]
        self._next = self._next + _MOST_AT_ONCE if turn[-1:] != alone[-1:] else 0
        found = (
            self._share(lane, identities[lane].pid, identities[lane].native_id) for lane in turn
        )
        return [share for share in found if share is not None]

    def _share(self, lane: int, pid: int, native_id: int) -> CpuShare | None:
        watched = self._watched.get(lane)
        if watched is None or watched.native_id != native_id:
            if watched is not None:
                watched.clock.close()
            clock = ThreadClock(pid, native_id)
            now_ns = time.monotonic_ns()
            self._watched[lane] = _Watched(native_id, clock, now_ns, clock.on_cpu_ns())
            return None
        now_ns, before_ns, before_on_cpu_ns = (
            time.monotonic_ns(),
            watched.looked_ns,
            watched.on_cpu_ns,
        )
        on_cpu_ns = watched.clock.on_cpu_ns()
        watched.looked_ns, watched.on_cpu_ns = now_ns, on_cpu_ns
        if on_cpu_ns is None or before_on_cpu_ns is None:
            return None
        share = min(1.0, (on_cpu_ns - before_on_cpu_ns) / (now_ns - before_ns))
        place = self._party.first_place + lane - 1
        return CpuShare(place, self._since_began(before_ns), self._since_began(now_ns), share)

    def close(self) -> None:
        """Let go of the clocks."""
        for watched in self._watched.values():
            watched.clock.close()
