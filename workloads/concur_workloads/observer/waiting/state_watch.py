"""Looks at one thread of any program, to see from when on it was at what."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

from concur_workloads.observer.waiting.pace import LOOKS_A_SECOND, uneven
from concur_workloads.observer.waiting.states_seen import SeenState
from concur_workloads.observer.waiting.thread_probe import LONGEST_CALL, ThreadProbe
from concur_workloads.results.activity import Activity

_ENDED = (None, Activity.ZOMBIE)


class StateWatch:
    """The thread is neither stopped nor asked. Raises OSError where the kernel lets nobody look.

    `looks` is how many there were, `state` what the last of them found.
    """

    def __init__(self, pid: int, tid: int) -> None:
        self.looks = 0
        self.state: SeenState | None = None
        self._probe = ThreadProbe(pid, tid)
        try:
            # Some kernels let everybody open it.
            os.pread(self._probe.call_file, LONGEST_CALL, 0)
        except OSError:
            self._probe.close()
            raise

    @property
    def has_ended(self) -> bool:
        """Whether the last look found the thread no more, or only what is left for its parent."""
        return self.state is not None and self.state.activity in _ENDED

    def look(self) -> SeenState | None:
        """What it is at, if that is not what it was at before; takes some microseconds."""
        activity = self._probe.meaning(self._probe.read())
        found = SeenState(time.monotonic_ns(), activity, self._probe.cause)
        self.looks += 1
        if self.state is not None and found[1:] == self.state[1:]:
            return None
        self.state = found
        return found

    def close(self) -> None:
        """Let go of the files; a second call does nothing."""
        self._probe.close()


def look_times(for_s: float) -> Iterator[None]:
    """Come back whenever a look is due, for so many seconds."""
    next_s = time.monotonic()
    until_s = next_s + for_s
    while next_s < until_s:
        time.sleep(max(0.0, next_s - time.monotonic()))
        yield
        # Looks that came too late are not made up for.
        next_s = max(next_s + uneven(1 / LOOKS_A_SECOND), time.monotonic())
