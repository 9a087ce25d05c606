"""Looks at the threads that share a GIL every millisecond for a moment, now and then."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from random import uniform

from concur_workloads.observer.waiting.thread_probe import ThreadProbe, thread_probe
from concur_workloads.observer.waiting.watched_thread import WatchedThread
from concur_workloads.results.activity import Activity
from concur_workloads.results.hand_overs import HandOvers

#: A thread that computes keeps the GIL for 5 ms if others want it.
_GAP_S = 0.001
_LOOKS = 40
_SHORTEST_PAUSE_S, _LONGEST_PAUSE_S = 0.3, 0.7

#: Of more threads, one look would take too long for that.
_MOST_THREADS = 16


class GilBursts:
    """Counts how often another thread is seen to hold it; `note` gets what each burst has found.

    The looks of a burst come too close together to count as looks at what the threads are at.
    """

    def __init__(
        self,
        threads: Callable[[], Mapping[int, WatchedThread]],
        note: Callable[[HandOvers], None],
        clock_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._threads = threads
        self._note = note
        self._clock_s = clock_s
        self.next_s = clock_s() + uniform(0, _SHORTEST_PAUSE_S)
        self._probes: dict[tuple[int, int], ThreadProbe] = {}
        self._looks = self._changes = 0
        self._began_s = 0.0
        self._holder: tuple[int, int] | None = None

    def look(self) -> None:
        """Look once; `next_s` then says, by the monotonic clock, when to look again."""
        if not self._looks:
            self._watch()
        now_s = self._clock_s()
        if len(self._probes) < 2:
            self._pause(now_s)
            return
        holder = self._seen_holder()
        if holder is not None:
            self._changes += self._holder not in {None, holder}
            self._holder = holder
        self._looks += 1
        if self._looks < _LOOKS:
            self._began_s = self._began_s or now_s
            self.next_s = now_s + _GAP_S
            return
        if self._are_in_tasks():
            self._note(HandOvers.of_burst(now_s - self._began_s, self._looks, self._changes))
        self._pause(now_s)

    def _pause(self, now_s: float) -> None:
        self._looks = self._changes = 0
        self._began_s, self._holder = 0.0, None
        self.next_s = now_s + uniform(_SHORTEST_PAUSE_S, _LONGEST_PAUSE_S)

    def _watch(self) -> None:
        """Open the files of those that are there now."""
        threads = self._threads()
        # In the order of the workers.
        keys = dict.fromkeys((each.pid, each.native_id) for each in threads.values())
        if len(keys) > _MOST_THREADS or not self._are_in_tasks():
            keys = {}
        for key in self._probes.keys() - keys.keys():
            self._probes.pop(key).close()
        for key in keys:
            probe = None if key in self._probes else thread_probe(*key)
            if probe is not None:
                self._probes[key] = probe

    def _are_in_tasks(self) -> bool:
        return any(each.in_task for each in self._threads().values())

    def _seen_holder(self) -> tuple[int, int] | None:
        """The only one that runs while another waits for it."""
        running, is_wanted = [], False
        for key, probe in self._probes.items():
            found = probe.meaning(probe.read(), has_moved=True)
            if found is Activity.ON_CPU:
                running.append(key)
            elif found is Activity.GIL:
                is_wanted = True
        return running[0] if is_wanted and len(running) == 1 else None

    def close(self) -> None:
        """Let go of the files; a second call does nothing."""
        for each in self._probes.values():
            each.close()
        self._probes.clear()
