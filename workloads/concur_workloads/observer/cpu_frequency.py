"""How fast the clocks of the CPUs run, where Linux tells."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

_CPUS = Path("/sys/devices/system/cpu")


def highest_mhz(cpus: Iterable[int], folder: Path = _CPUS) -> float | None:
    """The highest of their clocks now, which is that of a busy CPU; None where none is told.

    Some kernels take 10 ms for each CPU.
    """
    return max(_read(cpus, "scaling_cur_freq", folder), default=None)


def limits_mhz(cpus: Iterable[int], folder: Path = _CPUS) -> tuple[float, float] | None:
    """The lowest and highest clock that any of them may have."""
    numbers = list(cpus)
    lowest = _read(numbers, "cpuinfo_min_freq", folder)
    highest = _read(numbers, "cpuinfo_max_freq", folder)
    return (min(lowest), max(highest)) if lowest and highest else None


def _read(cpus: Iterable[int], name: str, folder: Path) -> list[float]:
    found = []
    for cpu in cpus:
        try:
            found.append(int((folder / f"cpu{cpu}" / "cpufreq" / name).read_text()) / 1e3)
        except (OSError, ValueError):
            continue
    return found
