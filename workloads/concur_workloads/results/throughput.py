"""How many tasks a second ended lately."""

from collections import deque

_WINDOW_NS = 1_000_000_000
_SHORTEST_STEP_NS = 50_000_000


class RecentThroughput:
    """Keeps what an exact total was at moments of the last second, at most twenty-odd of them."""

    def __init__(self) -> None:
        self._totals: deque[tuple[int, int]] = deque()

    def note(self, now_ns: int, ended: int) -> None:
        """So many tasks had ended by now; the first call is made when none has begun."""
        if self._totals and now_ns - self._totals[-1][0] < _SHORTEST_STEP_NS:
            return
        self._totals.append((now_ns, ended))
        # The last of those before the window is where it begins.
        while len(self._totals) > 1 and self._totals[1][0] <= now_ns - _WINDOW_NS:
            self._totals.popleft()

    def per_second(self, now_ns: int, ended: int) -> float:
        """Tasks a second over the last second, or since the first began if that is less."""
        since_ns, ended_before = now_ns, ended
        for at_ns, total in reversed(self._totals):
            since_ns, ended_before = at_ns, total
            if at_ns <= now_ns - _WINDOW_NS:
                break
        return (ended - ended_before) * 1e9 / (now_ns - since_ns) if now_ns > since_ns else 0.0
