"""What each CPU of the machine did, and how fast it was clocked."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from concur_workloads.observer.cpu_times import CpuTimes
from concur_workloads.observer.kept_open import KeptOpen

_CPUS = Path("/sys/devices/system/cpu")
_FREQUENCY_EVERY_S = 1.0


class CoreUse(NamedTuple):
    """One CPU between two looks, in percent of that CPU; the rest to 100 it was idle.

    `user` includes guests and niced work, `system` interrupts; `steal` is what a hypervisor gave
    to others meanwhile. What the system does not tell is None.
    """

    user: float
    system: float
    steal: float | None
    megahertz: float | None = None

    @property
    def busy(self) -> float:
        """In use by anything on this machine."""
        return self.user + self.system


class CoreMeter:
    """Works out what all CPUs did from look to look; clocks are read once a second at most."""

    def __init__(self, clock_s: Callable[[], float], cpus: Path = _CPUS) -> None:
        self._clock_s = clock_s
        self._clocks = _clocks(cpus)
        self._before: Sequence[CpuTimes] = []
        self._megahertz: list[float | None] = []
        self._next_s = 0.0

    @property
    def tells_frequency(self) -> bool:
        """Whether this system says how fast its CPUs are clocked."""
        return bool(self._clocks)

    def measure(self, times: Sequence[CpuTimes]) -> tuple[CoreUse, ...]:
        """What each CPU did since the last call; empty at the first one."""
        before, self._before = self._before, times
        megahertz = self._frequencies(len(times))
        if len(before) != len(times):
            return ()
        return tuple(map(_use, before, times, megahertz))

    def close(self) -> None:
        """Let go of what is kept open; a second call does nothing."""
        for each in self._clocks:
            each.close()

    def _frequencies(self, cores: int) -> list[float | None]:
        """Of as many CPUs; None for all where some are switched off, as places would shift."""
        if len(self._clocks) != cores:
            return [None] * cores
        now_s = self._clock_s()
        if now_s >= self._next_s:
            self._next_s = now_s + _FREQUENCY_EVERY_S
            self._megahertz = [_megahertz(each.read()) for each in self._clocks]
        return self._megahertz


def _clocks(cpus: Path) -> list[KeptOpen]:
    """The files of the CPUs' clocks, in the order of their numbers; none if one is hidden."""
    found = cpus.glob("cpu[0-9]*/cpufreq/scaling_cur_freq")
    numbered = sorted((int(re.sub(r"\D", "", path.parts[-3])), str(path)) for path in found)
    try:
        return [KeptOpen(path) for _, path in numbered]
    except OSError:
        return []


def _megahertz(content: bytes | None) -> float | None:
    word = (content or b"").strip()
    return int(word) / 1000 if word.isdigit() else None


def _use(before: CpuTimes, now: CpuTimes, megahertz: float | None) -> CoreUse:
    # The counters of some systems run back a little.
    user = max(0.0, now.user - before.user)
    system = max(0.0, now.system - before.system)
    idle = max(0.0, now.idle - before.idle)
    steal = max(0.0, (now.steal or 0.0) - (before.steal or 0.0))
    percent = 100 / ((user + system + idle + steal) or 1.0)
    return CoreUse(
        percent * user,
        percent * system,
        None if now.steal is None else percent * steal,
        megahertz,
    )
