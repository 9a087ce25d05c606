"""What the kernel says of a thread, read from /proc by somebody else (Linux only)."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from time import monotonic_ns
from typing import NamedTuple

_LIMIT_S = 10.0
_LOOK_AGAIN_S = 0.0001

#: So long a thread must wait without a switch before its state is taken for what it waits for.
_STEADY_S = 0.002


class Word(NamedTuple):
    """One look: `state` as "S (sleeping)", `place` in the kernel, times since it was created."""

    state: str
    place: str
    switches: int
    on_cpu_ns: int
    ready_ns: int


class NotSeen(Exception):
    """The kernel never said what was waited for; the text says what it said instead."""


class KernelWord:
    """Looks at one thread of a process; of a process itself where `thread` is its id."""

    def __init__(self, process: int, thread: int) -> None:
        self._folder = f"/proc/{process}/task/{thread}"

    def look(self) -> Word | None:
        """What it says now; None when there is no such thread."""
        try:
            status = dict(
                line.split(":\t", 1) for line in self._read("status").splitlines() if ":\t" in line
            )
            on_cpu, ready, _ = self._read("schedstat").split()
            # Not told to everybody: then it is 0, as for one that is in no call.
            place = self._read("wchan").strip()
        except (FileNotFoundError, ProcessLookupError):
            return None
        return Word(
            state=status["State"].strip(),
            place="" if place == "0" else place,
            switches=sum(
                int(status[f"{each}_ctxt_switches"]) for each in ("voluntary", "nonvoluntary")
            ),
            on_cpu_ns=int(on_cpu),
            ready_ns=int(ready),
        )

    def _read(self, name: str) -> str:
        with open(f"{self._folder}/{name}", encoding="utf-8", errors="replace") as file:
            return file.read()

    def await_word(
        self, what: str, fits: Callable[[Word], bool], *, pause_s: float = _LOOK_AGAIN_S
    ) -> tuple[Word, int]:
        """The first word that fits and when it was seen; raises NotSeen after 10 s."""
        limit_ns = monotonic_ns() + int(_LIMIT_S * 1e9)
        while True:
            word, now_ns = self.look(), monotonic_ns()
            if word is not None and fits(word):
                return word, now_ns
            if now_ns > limit_ns:
                raise NotSeen(self._instead(what, word))
            if pause_s:
                time.sleep(pause_s)

    def await_rest(self, what: str) -> tuple[Word, int]:
        """The first word of a wait that goes on, and when it was seen; raises NotSeen after 10 s.

        A thread also sleeps for a moment when it waits for the GIL.
        """
        limit_ns = monotonic_ns() + int(_LIMIT_S * 1e9)
        while True:
            word, now_ns = self.await_word(what, lambda word: word.state.startswith("S"))
            time.sleep(_STEADY_S)
            later = self.look()
            if later is not None and later[:3] == word[:3]:
                return later, now_ns
            if now_ns > limit_ns:
                raise NotSeen(self._instead(what, later))

    def await_end(self) -> int:
        """When it was seen that there is no such thread any more; raises NotSeen after 10 s."""
        limit_ns = monotonic_ns() + int(_LIMIT_S * 1e9)
        while (word := self.look()) is not None:
            if monotonic_ns() > limit_ns:
                raise NotSeen(self._instead("gone", word))
            time.sleep(_LOOK_AGAIN_S)
        return monotonic_ns()

    def _instead(self, what: str, word: Word | None) -> str:
        said = "that it does not exist" if word is None else word.state
        return f"the kernel did not call {self._folder} {what} within {_LIMIT_S:g} s, but {said}"


def is_told() -> bool:
    """Whether this system has what is read here."""
    return os.path.exists("/proc/self/task") and os.path.exists("/proc/self/schedstat")
