"""How much the processes of a run read and write, and how often their threads change over."""

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_EVERY_S = 1.0
#: At most this share of one CPU goes into reading them, however many threads there are.
_LARGEST_SHARE = 0.001
_LONGEST = 1 << 15

_IN_STATUS = re.compile(
    rb"^(Threads|voluntary_ctxt_switches|nonvoluntary_ctxt_switches):\s+(\d+)$", re.MULTILINE
)
_IN_IO = re.compile(rb"^(rchar|wchar|read_bytes|write_bytes): (\d+)$", re.MULTILINE)

Switches = tuple[int, int]


@dataclass(frozen=True)
class SwitchRates:
    """Context switches a second: a thread had to wait for something, or had to make room."""

    voluntary_per_s: float
    involuntary_per_s: float


@dataclass(frozen=True)
class TransferRates:
    """Bytes a second through read and write calls of any kind, and those to and from storage."""

    read_per_s: float
    written_per_s: float
    from_storage_per_s: float
    to_storage_per_s: float


@dataclass(frozen=True)
class TreeRates:
    """None is what takes two looks, or what cannot be had: then `missing` says why, by its name."""

    switches: SwitchRates | None = None
    transfers: TransferRates | None = None
    missing: Mapping[str, str] = field(default_factory=dict)


class _NotToldError(Exception):
    """What the system keeps to itself; the message says why."""


@dataclass
class _Counts:
    """Of one tree; what a thread did after the look before its end is in none of them."""

    switches: dict[int, Switches] = field(default_factory=dict)
    transferred: list[int] = field(default_factory=lambda: [0, 0, 0, 0])


class TreeRateMeter:
    """Reads the counters of all threads once a second at most, and keeps the rates between.

    Files are opened anew each time, as of many threads more would stay open than a process may.
    """

    def __init__(self, clock_s: Callable[[], float], proc: Path = Path("/proc")) -> None:
        self._clock_s = clock_s
        self._proc = str(proc)
        self._before: dict[int, _Counts] = {}
        self._looked_s = 0.0
        self._next_s = 0.0
        self._rates = TreeRates()

    def measure(self, families: Mapping[int, Sequence[int]]) -> TreeRates:
        """Of the processes by the root that they descend from, each a root's own first."""
        now_s = self._clock_s()
        if now_s >= self._next_s and families:
            self._rates = self._look(families, now_s)
            took_s = self._clock_s() - now_s
            self._next_s = now_s + max(_EVERY_S, took_s / _LARGEST_SHARE)
        return self._rates

    @property
    def age_s(self) -> float:
        """How long ago the counters were read that the last rates come from."""
        return self._clock_s() - self._looked_s if self._before else 0.0

    def _look(self, families: Mapping[int, Sequence[int]], now_s: float) -> TreeRates:
        missing: dict[str, str] = {}
        now = {root: _Counts() for root in families}
        for name, read in (("switches", self._add_switches), ("transfers", self._add_transfers)):
            try:
                for root, family in families.items():
                    for pid in family:
                        read(now[root], pid)
            except _NotToldError as error:
                missing[name] = str(error)
        # A root that was not seen before may have done it before the interval.
        pairs = [(now[root], self._before[root]) for root in now.keys() & self._before.keys()]
        passed_s, self._before, self._looked_s = now_s - self._looked_s, now, now_s
        if not pairs or passed_s <= 0:
            return TreeRates(missing=missing)
        return TreeRates(
            None if "switches" in missing else _switch_rates(pairs, passed_s),
            None if "transfers" in missing else _transfer_rates(pairs, passed_s),
            missing,
        )

    def _add_switches(self, counts: _Counts, pid: int) -> None:
        found = self._numbers(pid, "status", _IN_STATUS)
        if found is None:
            return
        counts.switches[pid] = _switches(found)
        if found.get(b"Threads", 1) > 1:
            for thread in self._other_threads(pid):
                of_thread = self._numbers(pid, f"task/{thread}/status", _IN_STATUS)
                if of_thread is not None:
                    counts.switches[thread] = _switches(of_thread)

    def _other_threads(self, pid: int) -> Iterator[int]:
        try:
            threads = os.listdir(f"{self._proc}/{pid}/task")
        except OSError:
            return
        yield from (int(each) for each in threads if each != str(pid))

    def _add_transfers(self, counts: _Counts, pid: int) -> None:
        # The kernel adds what a process has transferred to its parent when that reaps it.
        found = self._numbers(pid, "io", _IN_IO)
        if found is not None:
            for at, name in enumerate((b"rchar", b"wchar", b"read_bytes", b"write_bytes")):
                counts.transferred[at] += found[name]

    def _numbers(self, pid: int, name: str, lines: re.Pattern[bytes]) -> dict[bytes, int] | None:
        """None when it has ended; raises _NotToldError."""
        try:
            descriptor = os.open(f"{self._proc}/{pid}/{name}", os.O_RDONLY | os.O_CLOEXEC)
            try:
                content = os.read(descriptor, _LONGEST)
            finally:
                os.close(descriptor)
        except PermissionError:
            raise _NotToldError("the system does not let us read it") from None
        except (FileNotFoundError, ProcessLookupError):
            if not os.path.isdir(self._proc):
                raise _NotToldError("only Linux tells it") from None
            if "/" not in name and os.path.isdir(f"{self._proc}/{pid}"):
                raise _NotToldError("this kernel does not count it") from None
            return None
        return {name: int(value) for name, value in lines.findall(content)}


def _switches(found: Mapping[bytes, int]) -> Switches:
    return found[b"voluntary_ctxt_switches"], found[b"nonvoluntary_ctxt_switches"]


def _switch_rates(pairs: Sequence[tuple[_Counts, _Counts]], passed_s: float) -> SwitchRates:
    voluntary = involuntary = 0
    for now, before in pairs:
        for thread, count in now.switches.items():
            had = before.switches.get(thread, (0, 0))
            # Another thread may have got the number of one that has ended.
            voluntary += max(0, count[0] - had[0])
            involuntary += max(0, count[1] - had[1])
    return SwitchRates(voluntary / passed_s, involuntary / passed_s)


def _transfer_rates(pairs: Sequence[tuple[_Counts, _Counts]], passed_s: float) -> TransferRates:
    grown = [
        max(0, sum(now.transferred[at] - before.transferred[at] for now, before in pairs))
        for at in range(4)
    ]
    return TransferRates(*(each / passed_s for each in grown))
