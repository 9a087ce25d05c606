"""How often the quota of our control groups held back what runs in them."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from concur_workloads.observer.cpus import CGROUPS, PROC, quota_groups
from concur_workloads.observer.kept_open import KeptOpen

_COUNTER = re.compile(
    rb"^(nr_periods|nr_throttled|throttled_usec|throttled_time) (\d+)$", re.MULTILINE
)
#: Version 2 of control groups counts microseconds, version 1 nanoseconds.
_TIMES_A_SECOND = {b"throttled_usec": 1e6, b"throttled_time": 1e9}


@dataclass(frozen=True)
class Throttling:
    """Periods of a quota, how many times it held a group back, and for how many seconds.

    The seconds are added up over CPUs. It is of all that runs in the
    control group, which may be more than the run.
    """

    periods: int
    times: int
    time_s: float

    def __sub__(self, earlier: Throttling) -> Throttling:
        return Throttling(
            self.periods - earlier.periods, self.times - earlier.times, self.time_s - earlier.time_s
        )

    def __add__(self, other: Throttling) -> Throttling:
        return Throttling(
            self.periods + other.periods, self.times + other.times, self.time_s + other.time_s
        )


class ThrottleMeter:
    """Counts from when it was made; holds the files of the groups that have a quota open."""

    def __init__(self, proc: Path = PROC, cgroups: Path = CGROUPS) -> None:
        self._files: list[KeptOpen] = []
        for group in quota_groups(proc, cgroups):
            with suppress(OSError):
                self._files.append(KeptOpen(str(group.counters)))
        self._before = self._read()

    def so_far(self) -> Throttling | None:
        """Since the meter was made; None where no quota is counted."""
        now = self._read()
        if now is None or self._before is None:
            return None
        return now - self._before

    def close(self) -> None:
        """Let go of what is kept open; a second call does nothing."""
        for each in self._files:
            each.close()

    def _read(self) -> Throttling | None:
        if not self._files:
            return None
        counts, time_s = {b"nr_periods": 0, b"nr_throttled": 0}, 0.0
        found: list[tuple[bytes, bytes]] = []
        for each in self._files:
            found += _COUNTER.findall(each.read() or b"")
        for name, value in found:
            if name in _TIMES_A_SECOND:
                time_s += int(value) / _TIMES_A_SECOND[name]
            else:
                counts[name] += int(value)
        return Throttling(counts[b"nr_periods"], counts[b"nr_throttled"], time_s) if found else None
