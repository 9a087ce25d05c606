"""Which of some threads holds their GIL, from what all of them are seen at."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping

from concur_workloads.observer.waiting.runtime_region import RuntimeNotFoundError, runtime_region
from concur_workloads.observer.waiting.watched_thread import WatchedThread
from concur_workloads.results.activity import Activity
from concur_workloads.results.gil_lane import GilPast, GilStretch
from concur_workloads.results.gil_tally import GilTally
from concur_workloads.results.gil_use import GilLook, GilUse
from concur_workloads.results.hand_overs import HandOvers

#: Looks further apart than this say nothing of what was between them.
_LONGEST_GAP_S = 0.05

#: Threads that run or wait for it must have been looked at within this time, which is well below
#: the 5 ms that a thread keeps it for: else it may have changed hands in between.
_AT_ONCE_NS = 2_000_000

#: Looks kept for the next picture; a run without a screen takes few.
_MOST_UNDELIVERED = 10_000


class GilWatch:
    """Adds up, round by round, who alone ran of the threads that share a GIL, by worker.

    Its times are in seconds since `began_ns`.
    """

    def __init__(
        self,
        threads: Callable[[], Mapping[int, WatchedThread]],
        began_ns: int = 0,
        clock_ns: Callable[[], int] = time.monotonic_ns,
    ) -> None:
        self._unseen = ""
        self._threads = threads
        self._began_ns = began_ns
        self._clock_ns = clock_ns
        self._tally = GilTally()
        self._past = GilPast()
        self._new: deque[GilLook] = deque(maxlen=_MOST_UNDELIVERED)
        self._new_bursts: deque[HandOvers] = deque(maxlen=_MOST_UNDELIVERED)
        self._before: GilLook | None = None
        self._region: range | None = None
        # Rounds are noted in the sampler's thread, and asked for in another one.
        self._using = threading.Lock()

    def note_round(self) -> None:
        """Take in what all threads were just seen at, unless they were not looked at at once."""
        now_ns, threads = self._clock_ns(), self._threads()
        in_tasks = [each for each in threads.values() if each.in_task]
        if not in_tasks:
            self._before = None
            return
        if all(each.found is None for each in in_tasks):
            self._unseen = "the kernel does not show what the workers wait for"
            return
        if not self._knows_runtime(in_tasks[0].pid):
            return
        running: list[int] = []
        wanted, oldest_ns = False, now_ns
        for worker, each in threads.items():
            if each.found is Activity.ON_CPU:
                running.append(worker)
            elif each.found is Activity.GIL:
                wanted = True
            else:
                continue
            oldest_ns = min(oldest_ns, each.looked_ns)
        if now_ns - oldest_ns <= _AT_ONCE_NS:
            holder = running[0] if wanted and len(running) == 1 else None
            # It may have changed hands since that one was looked at.
            at_ns = now_ns if holder is None else threads[holder].looked_ns
            self._note((at_ns - self._began_ns) / 1e9, holder, wanted=wanted)

    def _note(self, at_s: float, holder: int | None, *, wanted: bool) -> None:
        look, before = GilLook(at_s, holder, wanted), self._before
        if before is not None and at_s - before.at_s <= _LONGEST_GAP_S:
            changed = None not in (holder, before.holder) and holder != before.holder
            look = look._replace(after_s=at_s - before.at_s, changed=changed)
        self._before = look
        with self._using:
            self._tally.add(look)
            self._past.add(look)
            self._new.append(look)

    def note_burst(self, found: HandOvers) -> None:
        """Take in what a burst of looks found."""
        with self._using:
            self._tally.add_burst(found)
            self._past.add_burst(found)
            self._new_bursts.append(found)

    def _knows_runtime(self, pid: int) -> bool:
        """Whether it is known where the GIL lies, by which it is told who waits for it."""
        if self._region is None:
            try:
                self._region = runtime_region(pid)
            except RuntimeNotFoundError as error:
                self._unseen = f"who waits for it cannot be seen in this Python: {error}"
                self._region = range(0)
        return bool(self._region)

    @property
    def unseen(self) -> str:
        """Why nobody can be seen waiting for it; empty as long as nothing speaks against it."""
        return "" if self._tally.looks else self._unseen

    def use(self) -> GilUse | None:
        """What was seen so far; None before anything was."""
        with self._using:
            return self._tally.use() if self._tally.looks else None

    def stretches(self) -> tuple[GilStretch, ...]:
        """What was seen so far, over time."""
        with self._using:
            return self._past.stretches()

    def take_looks(self) -> tuple[GilLook, ...]:
        """The looks that are new since the last call."""
        with self._using:
            looks = tuple(self._new)
            self._new.clear()
        return looks

    def take_bursts(self) -> tuple[HandOvers, ...]:
        """The bursts that are new since the last call."""
        with self._using:
            bursts = tuple(self._new_bursts)
            self._new_bursts.clear()
        return bursts
