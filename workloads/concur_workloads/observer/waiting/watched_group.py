"""Some threads that are looked at together."""

from __future__ import annotations

import time
from collections.abc import Sequence
from itertools import compress

from concur_workloads.observer.kept_open import contents_of
from concur_workloads.observer.waiting.thread_probe import LONGEST_CALL, RUNS
from concur_workloads.observer.waiting.turns import Mark, Turns
from concur_workloads.observer.waiting.watched_loop import WatchedLoop
from concur_workloads.observer.waiting.watched_thread import WatchedThread

#: A thread that has not run may have been woken and wait for a CPU: that is looked for with one
#: look of so many, and of more in a group of so many times as many threads.
_WOKEN_EVERY = 8
_THREADS_A_LOOK = 4

#: How many times as many looks are taken in at once of a thread that goes on as before, and of more
#: in a group of so many times as many threads; and how many of one that rests, for each thread.
_TOGETHER = 2
_THREADS_TOGETHER = 16
_TOGETHER_AT_REST = 2


class WatchedGroup:
    """Looks at all of them in one go, which takes some microseconds for each.

    A thread that had no turn on a CPU since the last look is at what it was at then, so where it is
    need only be read if it had one. One that rests is left out of every other look: if it has not
    run by the next one, it was at the same all the time.
    """

    def __init__(self) -> None:
        self._looks = 0
        self._threads: list[WatchedThread] = []
        self._turns = Turns()
        # In the order of the threads: files; marks now; where they were at the last look that was
        # taken in, their marks then, and which one that was.
        self._call_files: list[int] = []
        self._marks: list[Mark] = []
        self._lines: list[bytes | None] = []
        self._taken_marks: list[Mark] = []
        self._taken: list[int] = []
        self._is_due: list[bool] = []
        #: Those that have no such files, or look at them in their own way.
        self._others: list[WatchedThread | WatchedLoop] = []

    def __len__(self) -> int:
        return len(self._threads) + len(self._others)

    def add(self, thread: WatchedThread | WatchedLoop) -> None:
        """Look at one more."""
        if isinstance(thread, WatchedLoop):
            self._others.append(thread)
            return
        turns_file, call_file = thread.turns_file, thread.call_file
        if turns_file is None or call_file is None:
            self._others.append(thread)
            return
        self._threads.append(thread)
        self._turns.add(thread.pid, turns_file)
        self._call_files.append(call_file)
        self._marks.append(b"")
        self._lines.append(None)
        self._taken_marks.append(None)
        self._taken.append(self._looks)
        self._is_due.append(True)

    def remove(self, thread: WatchedThread | WatchedLoop) -> None:
        """Look at one no more."""
        if isinstance(thread, WatchedLoop) or thread in self._others:
            self._others.remove(thread)
            thread.settle(0)
            return
        place = self._threads.index(thread)
        thread.settle(self._looks - self._taken[place])
        self._turns.remove(place)
        for each in (
            self._threads,
            self._call_files,
            self._marks,
            self._lines,
            self._taken_marks,
            self._taken,
            self._is_due,
        ):
            del each[place]

    def look(self) -> None:
        """Look at all of them."""
        self._looks += 1
        now_ns, threads, lines = time.monotonic_ns(), self._threads, self._lines
        woken_every = max(_WOKEN_EVERY, len(threads) // _THREADS_A_LOOK)
        self._read_calls([*self._that_ran(now_ns), *self._one_in(woken_every)], now_ns)
        together = woken_every * max(_TOGETHER, len(threads) // _THREADS_TOGETHER)
        for place in self._one_in(together):
            if not self._rests(place):
                self._take(place, lines[place], threads[place].known_version, now_ns)
        for each in self._others:
            each.look()

    def _one_in(self, looks: int) -> range:
        """The places whose turn it is, when each has one in so many looks."""
        return range(self._looks % looks, len(self._threads), looks)

    def _that_ran(self, now_ns: int) -> list[int]:
        """Which of those that are due have run."""
        threads, marks, lines = self._threads, self._marks, self._lines
        looked_at = list(compress(range(len(marks)), self._is_due))
        self._is_due = is_due = [True] * len(marks)
        ran = []
        for place, mark in zip(looked_at, self._turns.marks(looked_at), strict=True):
            threads[place].looked_ns = now_ns
            if mark != marks[place]:
                marks[place] = mark
                ran.append(place)
            elif lines[place] != RUNS:
                is_due[place] = False
        return ran

    def _read_calls(self, places: Sequence[int], now_ns: int) -> None:
        """Where they are; taken in if that is elsewhere than before, or in another task."""
        threads = self._threads
        versions = [threads[place].lane_version for place in places]
        lines = contents_of([self._call_files[place] for place in places], LONGEST_CALL)
        for place, line, version in zip(places, lines, versions, strict=True):
            is_in_another_task = version != threads[place].known_version
            if line != self._lines[place] or is_in_another_task:
                self._take(place, line, version, now_ns)
            if is_in_another_task:
                # Whether it was stopped there, only the next look that is taken in tells.
                self._taken_marks[place] = None

    def _rests(self, place: int) -> bool:
        return (
            self._taken_marks[place] == self._marks[place]
            and self._lines[place] != RUNS
            and self._looks - self._taken[place] < _TOGETHER_AT_REST * len(self._threads)
        )

    def _take(self, place: int, line: bytes | None, version: int, now_ns: int) -> None:
        mark = self._taken_marks[place] = self._marks[place]
        since, self._taken[place] = self._looks - self._taken[place], self._looks
        if since:
            turns = mark if isinstance(mark, bytes) else None
            self._lines[place] = self._threads[place].take(line, version, now_ns, turns, since - 1)
