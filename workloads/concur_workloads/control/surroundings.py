"""What goes on around a run, looked at between its passes, and in them when asked."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from concur_workloads.control.party import Party
from concur_workloads.observer.machine_meter import MachineMeter
from concur_workloads.observer.other_threads import Workers
from concur_workloads.results.machine_conditions import MachineConditions

#: Clocks have settled to a pass by then; one that is over sooner goes without a reading.
_SETTLED_NS = 100_000_000


class Surroundings:
    """Has the meter look at the right moments."""

    def __init__(self) -> None:
        self._meter = MachineMeter()
        self._unread: tuple[Party, int, int] | None = None
        self._runners: list[int] = []
        self._party: Party | None = None

    @contextmanager
    def watched(self, parties: Sequence[Party], party: Party, number: int) -> Iterator[None]:
        """Count what happens to the machine during a block that is one pass of a side."""
        runners = self._runners = [each.runner.pid for each in parties if each.is_alive]
        self._party = party
        self._meter.begin_pass(runners, self._workers)
        self._unread = party, number, time.monotonic_ns() + _SETTLED_NS
        try:
            yield
        finally:
            self._unread = None
        self._meter.end_pass(runners, self._workers)

    @property
    def _workers(self) -> Workers:
        """The threads of the workers, by their processes, if it is the turn of the backend."""
        threads: defaultdict[int, set[int]] = defaultdict(set)
        if self._party is not None and self._party.role == "backend":
            for reader in self._party.ledger.readers.values():
                identity = reader.identity()
                threads[identity.pid].add(identity.native_id)
        return threads

    def look(self, now_ns: int) -> None:
        """Once in each pass, read the clocks of the CPUs, beside the event loop: it may take."""
        if self._unread is None or now_ns < self._unread[2]:
            return
        party, number, _ = self._unread
        self._unread = None
        asyncio.get_running_loop().run_in_executor(
            None, self._meter.read_frequency, party.role, number
        )

    def close(self) -> None:
        """Let go of what is kept open; a second call does nothing."""
        self._meter.close()

    def conditions(self) -> MachineConditions | None:
        """What the passes that have ended came to."""
        return self._meter.conditions()

    def conditions_so_far(self) -> MachineConditions | None:
        """What the passes came to, the one that goes on included; takes a few milliseconds."""
        return self._meter.conditions_so_far(self._runners, self._workers)
