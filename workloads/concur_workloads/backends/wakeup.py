"""A way for threads to wake the runner's loop and be counted."""

from __future__ import annotations

import os
from collections.abc import Callable

from concur_workloads.backends.base import Host

_COUNTED = b"+"
_NUDGE = b"!"


class Wakeup:
    """A pipe that threads write single bytes to, read by the runner's loop in `wait_for`."""

    def __init__(self, host: Host, awoken: Callable[[], None] = lambda: None) -> None:
        """`awoken` is called by the loop each time that it was woken."""
        self._host = host
        self._awoken = awoken
        self._reading, self._writing = os.pipe()
        self._is_open = True
        self._arrived = 0
        host.watch(self._reading, self._read)

    def send(self) -> None:
        """From any thread: count one and wake the loop."""
        os.write(self._writing, _COUNTED)

    def nudge(self) -> None:
        """From any thread: wake the loop without counting."""
        os.write(self._writing, _NUDGE)

    def _read(self) -> None:
        self._arrived += os.read(self._reading, 65_536).count(_COUNTED)
        self._awoken()

    def wait_for(self, count: int, each: Callable[[], None] | None = None) -> None:
        """Run the host's loop until `count` were sent; call `each` after every turn."""
        while self._arrived < count:
            self._host.step(None)
            if each is not None:
                each()
        self._arrived -= count

    def close(self) -> None:
        """Let go of the pipe, once no thread can write to it; a second call does nothing."""
        if self._is_open:
            self._is_open = False
            self._host.unwatch(self._reading)
            os.close(self._reading)
            os.close(self._writing)
