"""How much memory a set of processes holds together."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal

MemoryOrigin = Literal["PSS", "RSS"]

_PSS = re.compile(rb"^Pss:\s+(\d+) kB$", re.MULTILINE)
#: At most this share of one CPU goes into reading PSS, however many processes there are.
_LARGEST_SHARE = 0.05


class MemoryMeter:
    """Adds up PSS, which counts a shared page once, where it can be read, and else RSS.

    PSS is costly for the kernel to work out, so it is read once in `interval_s` seconds at most
    and kept between.
    """

    def __init__(
        self, clock_s: Callable[[], float], proc: Path = Path("/proc"), *, interval_s: float = 1.0
    ) -> None:
        self._clock_s = clock_s
        self._proc = proc
        self._interval_s = interval_s
        self._pss: int | None = None
        self._next_s = 0.0

    def measure(self, rss_bytes: Mapping[int, int]) -> tuple[int, MemoryOrigin]:
        """Bytes held by the processes whose ids and resident sizes are given."""
        now_s = self._clock_s()
        if now_s >= self._next_s:
            self._pss = self._read_pss(rss_bytes)
            took_s = self._clock_s() - now_s
            self._next_s = now_s + max(self._interval_s, took_s / _LARGEST_SHARE)
        if self._pss is None:
            return sum(rss_bytes.values()), "RSS"
        return self._pss, "PSS"

    def restart(self) -> None:
        """Read afresh next time: the processes belong to another run."""
        self._next_s = 0.0

    def _read_pss(self, pids: Mapping[int, int]) -> int | None:
        """None as soon as one process that has not ended keeps its PSS to itself."""
        total = 0
        for pid in pids:
            try:
                content = (self._proc / str(pid) / "smaps_rollup").read_bytes()
            except (FileNotFoundError, ProcessLookupError):
                if (self._proc / str(pid)).exists():
                    return None
                continue
            except OSError:
                return None
            found = _PSS.search(content)
            total += int(found[1]) * 1024 if found else 0
        return total
