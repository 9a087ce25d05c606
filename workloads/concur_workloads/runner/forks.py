"""Which threads run in the runner when it forks."""

from __future__ import annotations

import os
import threading

from concur_workloads.protocol.events import Forked


class Forks:
    """Looks at each fork just before it happens, and remembers the one with the most threads.

    Workers are forked by the backend, of which libraries do it in threads of their own, after user
    code was imported: so nobody else can tell what runs here then.
    """

    def __init__(self) -> None:
        self._most: Forked | None = None
        self._told: Forked | None = None
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(before=self._note)

    def _note(self) -> None:
        threads = _threads_here()
        if self._most is None or threads > self._most.threads:
            forking = threading.current_thread()
            names = [each.name for each in threading.enumerate() if each is not forking]
            self._most = Forked(threads, names)

    def news(self) -> Forked | None:
        """The fork with the most threads, if it was not told yet."""
        if self._most == self._told:
            return None
        self._told = self._most
        return self._told


def _threads_here() -> int:
    """All that the system runs in this process or, where it keeps that to itself, all of Python."""
    try:
        return len(os.listdir("/proc/self/task"))
    except OSError:
        return threading.active_count()
