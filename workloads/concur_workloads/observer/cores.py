"""What each CPU of the machine did, and how fast it was clocked."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil

from concur_workloads.observer.cpu_times import Times, cpu_times
from concur_workloads.observer.kept_open import KeptOpen

_CPUS = Path("/sys/devices/system/cpu")
_FREQUENCY_EVERY_S = 1.0


@dataclass(frozen=True)
class CoreUse:
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
    """Looks at all CPUs again and again; the clock is read once a second at most."""

    def __init__(
        self,
        clock_s: Callable[[], float] = time.monotonic,
        times: Callable[[], list[Times]] | None = None,
        cpus: Path = _CPUS,
    ) -> None:
        self._clock_s = clock_s
        self._stat = _open_stat()
        self._times = times or self._all_times
        self._clocks = _clocks(cpus)
        self._before: list[Times] = []
        self._megahertz: list[float | None] = []
        self._next_s = 0.0

    @property
    def tells_frequency(self) -> bool:
        """Whether this system says how fast its CPUs are clocked."""
        return bool(self._clocks)

    def measure(self) -> tuple[CoreUse, ...]:
        """What each CPU did since the last call; empty at the first one."""
        before, self._before = self._before, self._times()
        megahertz = self._frequencies(len(self._before))
        if len(before) != len(self._before):
            return ()
        return tuple(map(_use, before, self._before, megahertz))

    def close(self) -> None:
        """Let go of what is kept open; a second call does nothing."""
        for each in self._clocks:
            each.close()
        if self._stat is not None:
            self._stat.close()

    def _all_times(self) -> list[Times]:
        content = self._stat.read() if self._stat is not None else None
        if content is None:
            return [times._asdict() for times in psutil.cpu_times(percpu=True)]
        return list(cpu_times(content).values())

    def _frequencies(self, cores: int) -> list[float | None]:
        """Of as many CPUs; None for all where some are switched off, as places would shift."""
        if len(self._clocks) != cores:
            return [None] * cores
        now_s = self._clock_s()
        if now_s >= self._next_s:
            self._next_s = now_s + _FREQUENCY_EVERY_S
            self._megahertz = [_megahertz(each.read()) for each in self._clocks]
        return self._megahertz


def _open_stat() -> KeptOpen | None:
    try:
        return KeptOpen("/proc/stat")
    except OSError:
        return None


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


def _use(before: Times, now: Times, megahertz: float | None) -> CoreUse:
    # The counters of some systems run back a little.
    spent = {name: max(0.0, now[name] - before.get(name, 0.0)) for name in now}
    # The time of guests is part of user time already.
    total_s = sum(spent.values()) - spent.get("guest", 0.0) - spent.get("guest_nice", 0.0)

    def percent(*names: str) -> float:
        return 100 * sum(spent.get(name, 0.0) for name in names) / total_s if total_s > 0 else 0.0

    return CoreUse(
        user=percent("user", "nice"),
        system=percent("system", "irq", "softirq"),
        steal=percent("steal") if "steal" in spent else None,
        megahertz=megahertz,
    )
