"""Which of some threads holds their GIL, from what all of them are seen at."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping

from concur_workloads.observer.waiting.watched_thread import WatchedThread
from concur_workloads.results.activity import Activity
from concur_workloads.results.gil_use import GilUse

#: Looks further apart than this say nothing of what was between them.
_LONGEST_GAP_S = 0.05


class GilWatch:
    """Adds up, round by round, who alone ran of the threads that share a GIL, by worker."""

    def __init__(
        self,
        threads: Callable[[], Mapping[int, WatchedThread]],
        clock_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._threads = threads
        self._clock_s = clock_s
        self._holders: Counter[int] = Counter()
        self._looks = self._wanted = self._changes = 0
        self._seconds = 0.0
        self._last: tuple[float, int | None] | None = None

    def note_round(self) -> None:
        """Take in what all threads were just seen at."""
        now_s, before = self._clock_s(), self._last
        threads = self._threads()
        if not any(each.in_task for each in threads.values()):
            self._last = None
            return
        running = [worker for worker, each in threads.items() if each.found is Activity.ON_CPU]
        wanted = any(each.found is Activity.GIL for each in threads.values())
        holder = running[0] if wanted and len(running) == 1 else None
        self._looks += 1
        self._wanted += wanted
        if holder is not None:
            self._holders[holder] += 1
        self._last = now_s, holder
        if before is not None and now_s - before[0] <= _LONGEST_GAP_S:
            self._seconds += now_s - before[0]
            self._changes += None not in (holder, before[1]) and holder != before[1]

    def use(self) -> GilUse | None:
        """What was seen so far; None before anything was."""
        if not self._looks:
            return None
        return GilUse(self._looks, self._wanted, dict(self._holders), self._seconds, self._changes)
