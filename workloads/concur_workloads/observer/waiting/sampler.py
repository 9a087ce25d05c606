"""Looks at the threads of a run many times a second, from a thread of its own."""

from __future__ import annotations

import math
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from functools import cache

from concur_workloads.observer.waiting.gil_bursts import GilBursts
from concur_workloads.observer.waiting.pace import LOOKS_A_SECOND, Pace, uneven
from concur_workloads.observer.waiting.watched_group import WatchedGroup
from concur_workloads.observer.waiting.watched_loop import WatchedLoop
from concur_workloads.observer.waiting.watched_thread import WatchedThread

#: Threads looked at in one go, after which the screen gets its turn: 64 workers, with those of the
#: serial passes, should be one group, as each round has a wake-up that costs as much as ten looks.
MOST_AT_ONCE = 96

#: Each thread has three files open.
_FILES_A_THREAD = 3
_FILES_LEFT_TO_OTHERS = 400


@cache
def _most_threads() -> int:
    if sys.platform == "win32":
        return 0
    import resource

    most_files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most_files == resource.RLIM_INFINITY:
        most_files = sys.maxsize
    return max(0, most_files - _FILES_LEFT_TO_OTHERS) // _FILES_A_THREAD


class ActivitySampler:
    """Goes round the threads that it is told to watch; `rounds` is how often it has begun to."""

    def __init__(self) -> None:
        self.rounds = self._late = 0
        self._groups: deque[WatchedGroup] = deque()
        self._group_of: dict[WatchedThread | WatchedLoop, WatchedGroup] = {}
        self._after_round: list[Callable[[], None]] = []
        self._bursts: GilBursts | None = None
        self._using = threading.Lock()
        self._is_to_end = False
        self._thread: threading.Thread | None = None

    @property
    def has_room(self) -> bool:
        """Whether it can watch one more and leave files enough to the rest of the program."""
        return len(self._group_of) < _most_threads()

    def watch(self, thread: WatchedThread | WatchedLoop) -> None:
        """Look at one more."""
        with self._using:
            group = min(self._groups, key=len, default=None)
            if group is None or len(group) >= MOST_AT_ONCE:
                group = WatchedGroup()
                self._groups.append(group)
            group.add(thread)
            self._group_of[thread] = group
        if self._thread is None:
            self._thread = threading.Thread(target=self._go_round, daemon=True, name="sampler")
            self._thread.start()

    @property
    def late_share(self) -> float | None:
        """The part of its rounds that came later than the next was due; None before any."""
        return self._late / self.rounds if self.rounds else None

    def after_each_round(self, note: Callable[[], None]) -> None:
        """Call `note`, in the sampler's thread, whenever some threads were looked at."""
        with self._using:
            self._after_round.append(note)

    def look_in_bursts(self, bursts: GilBursts) -> None:
        """Have those looks taken too, between the rounds."""
        with self._using:
            self._bursts = bursts

    def forget(self, thread: WatchedThread | WatchedLoop) -> None:
        """Look at one no more, and let go of its files."""
        with self._using:
            group = self._group_of.pop(thread)
            group.remove(thread)
            if not len(group):
                self._groups.remove(group)
            thread.close()

    def close(self) -> None:
        """Look at nothing any more; its thread ends when it would look next."""
        with self._using:
            self._is_to_end = True
            self._after_round.clear()
            if self._bursts is not None:
                self._bursts.close()
                self._bursts = None
            for thread in self._group_of:
                thread.close()
            self._group_of.clear()
            self._groups.clear()

    def _go_round(self) -> None:
        period_s = 1 / LOOKS_A_SECOND
        next_s = time.monotonic()
        used_ns, pace = time.thread_time_ns(), Pace()
        while not self._is_to_end:
            # To wait for something that could wake it sooner would take half as much again.
            time.sleep(max(0.0, min(next_s, self._next_burst_s()) - time.monotonic()))
            if time.monotonic() >= self._next_burst_s():
                began_ns = time.thread_time_ns()
                self._look_in_burst()
                # They have a pace of their own.
                used_ns += time.thread_time_ns() - began_ns
            if time.monotonic() < next_s:
                continue
            late_s = time.monotonic() - next_s
            self.rounds += 1
            self._late += late_s > period_s
            self._look_at_some()
            # That includes what it took to wake up, which is no small part.
            used_before_ns, used_ns = used_ns, time.thread_time_ns()
            used_s = (used_ns - used_before_ns) / 1e9
            pause_s = uneven(pace.pause_after(used_s, len(self._groups)))
            # A little late is made up for, so that the rate is kept.
            next_s = max(next_s + pause_s, time.monotonic())

    def _next_burst_s(self) -> float:
        bursts = self._bursts
        return bursts.next_s if bursts is not None else math.inf

    def _look_in_burst(self) -> None:
        with self._using:
            if self._bursts is not None:
                self._bursts.look()

    def _look_at_some(self) -> None:
        """Look at those whose turn it is."""
        with self._using:
            if self._groups:
                self._groups[0].look()
                self._groups.rotate(-1)
            for note in self._after_round:
                note()
