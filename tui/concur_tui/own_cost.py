"""What concur-tui itself takes while it watches: its own process, without the runner's."""

import time
from collections.abc import Callable
from dataclasses import dataclass

_EVERY_S = 1.0


@dataclass(frozen=True)
class OwnCost:
    """Percent of one CPU, bytes that are resident, and bytes a second to the terminal."""

    cpu_percent: float
    resident_bytes: int
    terminal_bytes_per_s: float


class CostMeter:
    """Measures over a second or more; `written_bytes` counts what went to the terminal so far."""

    def __init__(
        self,
        written_bytes: Callable[[], int],
        *,
        clock_s: Callable[[], float] = time.monotonic,
        cpu_s: Callable[[], float] = time.process_time,
        resident_bytes: Callable[[], int] | None = None,
    ) -> None:
        self._written_bytes = written_bytes
        self._clock_s = clock_s
        self._cpu_s = cpu_s
        self._resident_bytes = resident_bytes or _resident_bytes
        self.restart()

    def restart(self) -> None:
        """Measure from now on."""
        self._since_s, self._used_s, self._written = self._now()

    def look(self) -> OwnCost | None:
        """What it cost since the last figures; None until a second has passed."""
        now_s, used_s, written = self._now()
        passed_s = now_s - self._since_s
        if passed_s < _EVERY_S:
            return None
        cost = OwnCost(
            100 * (used_s - self._used_s) / passed_s,
            self._resident_bytes(),
            (written - self._written) / passed_s,
        )
        self._since_s, self._used_s, self._written = now_s, used_s, written
        return cost

    def _now(self) -> tuple[float, float, int]:
        return self._clock_s(), self._cpu_s(), self._written_bytes()


def _resident_bytes() -> int:
    # Late, as the first paint need not wait for it.
    import psutil

    return int(psutil.Process().memory_info().rss)
