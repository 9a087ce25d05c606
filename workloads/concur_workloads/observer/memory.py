"""How much memory a set of processes holds together."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

MemoryOrigin = Literal["PSS", "RSS"]

_LINE = re.compile(rb"^(Pss|Private_Clean|Private_Dirty|Swap|SwapPss):\s+(\d+) kB$", re.MULTILINE)
#: At most this share of one CPU goes into reading PSS, however many processes there are.
_LARGEST_SHARE = 0.05


@dataclass(frozen=True)
class MemoryParts:
    """What PSS is made of, in bytes: pages of one process alone, and its share of all others.

    `swapped` comes on top of PSS: what is not in memory but in swap, shared pages counted once.
    """

    private: int
    shared: int
    swapped: int


@dataclass(frozen=True)
class MemoryUse:
    """Bytes held, what was added up, and of PSS the parts."""

    held: int
    origin: MemoryOrigin
    parts: MemoryParts | None


class MemoryMeter:
    """Adds up PSS, which counts a shared page once, where it can be read, and else RSS.

    PSS is costly for the kernel to work out, so it is read once in `interval_s` seconds at most,
    seldom enough to take no more than `largest_share` of a CPU, and kept between.
    """

    def __init__(
        self,
        clock_s: Callable[[], float],
        proc: Path = Path("/proc"),
        *,
        interval_s: float = 1.0,
        largest_share: float = _LARGEST_SHARE,
    ) -> None:
        self._clock_s = clock_s
        self._proc = proc
        self._interval_s = interval_s
        self._largest_share = largest_share
        self._pss: MemoryUse | None = None
        self._read_s = self._next_s = 0.0

    def measure(self, rss_bytes: Mapping[int, int]) -> MemoryUse:
        """Memory of the processes whose ids and resident sizes in bytes are given."""
        now_s = self._clock_s()
        if now_s >= self._next_s:
            self._pss, self._read_s = self._read_pss(rss_bytes), now_s
            took_s = self._clock_s() - now_s
            self._next_s = now_s + max(self._interval_s, took_s / self._largest_share)
        if self._pss is None:
            return MemoryUse(sum(rss_bytes.values()), "RSS", None)
        return self._pss

    @property
    def age_s(self) -> float:
        """How long ago was read what was measured last."""
        return 0.0 if self._pss is None else self._clock_s() - self._read_s

    def restart(self) -> None:
        """Read afresh next time: the processes belong to another run."""
        self._next_s = 0.0

    def _read_pss(self, pids: Mapping[int, int]) -> MemoryUse | None:
        """None as soon as one process that has not ended keeps its PSS to itself."""
        pss = private = swapped = 0
        for pid in pids:
            try:
                content = (self._proc / str(pid) / "smaps_rollup").read_bytes()
            except (FileNotFoundError, ProcessLookupError):
                if (self._proc / str(pid)).exists():
                    return None
                continue
            except OSError:
                return None
            found = {name: int(kib) * 1024 for name, kib in _LINE.findall(content)}
            pss += found.get(b"Pss", 0)
            private += found.get(b"Private_Clean", 0) + found.get(b"Private_Dirty", 0)
            swapped += found.get(b"SwapPss", found.get(b"Swap", 0))
        return MemoryUse(pss, "PSS", MemoryParts(private, max(0, pss - private), swapped))
