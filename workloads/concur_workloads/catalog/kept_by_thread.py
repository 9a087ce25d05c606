"""What a worker opens once, in its warm-up task, and keeps for all further tasks."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Generic, Protocol, TypeVar


class Closable(Protocol):
    """What can be closed."""

    def close(self) -> None:
        """Close it; it is of no further use."""


Kept = TypeVar("Kept", bound=Closable)


class KeptByThread(Generic[Kept]):
    """One thing for each thread, to the address that it was last asked for."""

    def __init__(self, make: Callable[[Any], Kept]) -> None:
        self._make = make
        self._own = threading.local()

    def to(self, address: object) -> Kept:
        """The calling thread's; raises what making it raises."""
        if getattr(self._own, "address", None) != address:
            self.close()
            self._own.kept = self._make(address)
            self._own.address = address
        kept: Kept = self._own.kept
        return kept

    def close(self) -> None:
        """Close the calling thread's, if it has one."""
        if getattr(self._own, "address", None) is not None:
            self._own.address = None
            self._own.kept.close()
