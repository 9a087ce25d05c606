"""Where those whom a task has created say that they run, and wait until they are let go."""

from __future__ import annotations

import os
import select
from time import monotonic_ns

from concur_workloads.catalog.children import LIMIT_S, ChildFailed

_NUMBER_BYTES = 8

#: What a Python that shares no code with us executes to pass a gate; `now` comes first, as the
#: clock is what counts.
PASS = """
import time
now = time.monotonic_ns()
import os
os.write({report}, b"".join(n.to_bytes(8, "little") for n in ({place}, now)))
os.read({hold}, 1)
"""


class Gate:
    """Two pipes: by `report` somebody says when it began to run, at `hold` it waits for the end.

    It also opens when the process that made it dies.
    """

    def __init__(self) -> None:
        self._arrived, self.report = os.pipe()
        self.hold, self._opener = os.pipe()

    def close(self) -> None:
        """Open the gate and keep no descriptor."""
        self.open()
        for each in (self._arrived, self.report, self.hold):
            os.close(each)

    def arrivals(self, count: int) -> dict[int, int]:
        """When each of `count` began to run, by place, in nanoseconds of the monotonic clock.

        Raises ChildFailed when nobody comes for LIMIT_S and some are missing.
        """
        began: dict[int, int] = {}
        while len(began) < count:
            # By poll, as select knows no descriptors beyond 1,023.
            poll = select.poll()
            poll.register(self._arrived, select.POLLIN)
            if not poll.poll(LIMIT_S * 1e3):
                raise ChildFailed(f"only {len(began)} of {count} ran within {LIMIT_S:g} s")
            said = os.read(self._arrived, 2 * _NUMBER_BYTES)
            place = int.from_bytes(said[:_NUMBER_BYTES], "little")
            began[place] = int.from_bytes(said[_NUMBER_BYTES:], "little")
        return began

    def open(self) -> None:
        """Let all go, also those that come later."""
        if self._opener >= 0:
            os.close(self._opener)
            self._opener = -1

    def pass_in_thread(self, place: int) -> None:
        """Say that this thread runs, and wait."""
        pass_through(place, self.report, self.hold)

    def pass_after_fork(self, place: int) -> None:
        """The same in a forked child, which has a copy of what opens the gate."""
        pass_through(place, self.report, self.hold, self._opener)


def pass_through(place: int, report: int, hold: int, opener: int = -1) -> None:
    """Say by a descriptor that somebody runs at a place, and wait for the end of another one.

    A copy of what opens the gate is closed in between.
    """
    now_ns = monotonic_ns()
    os.write(report, b"".join(n.to_bytes(_NUMBER_BYTES, "little") for n in (place, now_ns)))
    if opener >= 0:
        os.close(opener)
    os.read(hold, 1)
