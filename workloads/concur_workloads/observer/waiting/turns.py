"""Which of some threads had a turn on a CPU."""

from __future__ import annotations

from collections.abc import Sequence

from concur_workloads.observer.kept_open import contents_of
from concur_workloads.observer.process_clock import process_clock, used_ns
from concur_workloads.observer.thread_clock import LONGEST_TURNS

#: Differs from an earlier one of the same thread if that had a turn; None of one that has ended.
Mark = bytes | int | None


class Turns:
    """Marks of threads by their places, which are those of a list that they are added to.

    If each is alone in its process, they are told by the clocks of those, which take half as long
    to read as the files that count turns.
    """

    def __init__(self) -> None:
        self._pids: list[int] = []
        self._files: list[int] = []
        self._clocks: list[int] = []

    def add(self, pid: int, turns_file: int) -> None:
        """Of a thread at the next place."""
        self._pids.append(pid)
        self._files.append(turns_file)
        self._choose()

    def remove(self, place: int) -> None:
        """Of the one there, so that those behind it move up."""
        del self._pids[place], self._files[place]
        self._choose()

    def _choose(self) -> None:
        """No clocks where they do not tell the threads, or the system has none."""
        clocks = [process_clock(pid) for pid in self._pids]
        is_alone = len(set(clocks)) == len(clocks)
        self._clocks = clocks if is_alone and any(used_ns(clocks)) else []

    def marks(self, places: Sequence[int]) -> Sequence[Mark]:
        """Of those at the places, in their order."""
        if clocks := self._clocks:
            return used_ns([clocks[place] for place in places])
        return contents_of([self._files[place] for place in places], LONGEST_TURNS)
