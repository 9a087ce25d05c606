"""Processes of a run that are stopped, as by SIGSTOP: it is told, as nothing else would show it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from concur_workloads.control.party import Party
from concur_workloads.stopped import is_stopped

_LOOK_NS = 500_000_000


class Stops:
    """Looks at all processes twice a second; `log(level, text)` gets each stop and its end."""

    def __init__(self, log: Callable[[str, str], None]) -> None:
        self._log = log
        self._stopped: set[int] = set()
        self._looked_ns = 0

    def look(self, parties: Sequence[Party], now_ns: int) -> None:
        """Tell what has changed, if it is time to look again."""
        if now_ns - self._looked_ns < _LOOK_NS:
            return
        self._looked_ns = now_ns
        for party in parties:
            for pid, who in _processes(party):
                self._tell(pid, who)

    def _tell(self, pid: int, who: str) -> None:
        if is_stopped(pid):
            if pid not in self._stopped:
                self._stopped.add(pid)
                self._log("warning", f"{who} is stopped; kill -CONT {pid} lets it go on")
        elif pid in self._stopped:
            self._stopped.remove(pid)
            self._log("info", f"{who} is no longer stopped")


def _processes(party: Party) -> Iterator[tuple[int, str]]:
    """Those of one side that live, with their names."""
    runner = party.runner.pid
    if not party.is_alive:
        return
    yield runner, f"the runner (process {runner})"
    for lane, reader in party.ledger.readers.items():
        pid = reader.identity().pid
        if pid not in (0, runner):
            yield pid, f"worker {lane} (process {pid})"
