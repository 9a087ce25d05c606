"""Which of some threads had a turn on a CPU."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from concur_workloads.observer.kept_open import contents_of
from concur_workloads.observer.process_clock import process_clock, used_ns
from concur_workloads.observer.thread_clock import LONGEST_TURNS

#: Differs from an earlier one of the same thread if that had a turn.
Mark = bytes | int


class Turns:
    """Marks of threads by their places, which are those of a list that they are added to.

    One that is alone in its process is told by the clock of that, which takes half as long to read
    as the file that counts its turns.
    """

    def __init__(self) -> None:
        self._pids: list[int] = []
        self._files: list[int] = []
        self._clocks: list[int | None] = []

    def add(self, pid: int, turns_file: int) -> None:
        """Of a thread at the next place."""
        self._pids.append(pid)
        self._files.append(turns_file)
        self._find_alone()

    def remove(self, place: int) -> None:
        """Of the one there, so that those behind it move up."""
        del self._pids[place], self._files[place]
        self._find_alone()

    def _find_alone(self) -> None:
        threads = Counter(self._pids)
        self._clocks = [process_clock(pid) if threads[pid] == 1 else None for pid in self._pids]

    def marks(self, places: Sequence[int]) -> dict[int, Mark]:
        """Of those at the places, in any order."""
        clocks, files = self._clocks, self._files
        timed = [(place, clock) for place in places if (clock := clocks[place]) is not None]
        told = used_ns([clock for _, clock in timed])
        marks: dict[int, Mark] = {
            place: used for (place, _), used in zip(timed, told, strict=True) if used is not None
        }
        others = [place for place in places if place not in marks]
        contents = contents_of([files[place] for place in others], LONGEST_TURNS)
        marks.update(zip(others, contents, strict=True))
        return marks
