"""The calls of a pool that broke before it had taken them from its queue."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Future, InvalidStateError
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from time import monotonic
from typing import Any

#: So long a pool that broke may take to say itself what became of its calls.
_SAYING_LIMIT_S = 0.5


class ForgottenCalls:
    """Fails them, as nobody else will; `clock_s` is monotonic."""

    def __init__(self, clock_s: Callable[[], float] = monotonic) -> None:
        self._clock_s = clock_s
        self._broken_s: float | None = None

    def fail(self, calls: Iterable[Future[Any]]) -> None:
        """Fail those that are still open a while after the first time; the pool is broken."""
        if self._broken_s is None:
            self._broken_s = self._clock_s()
        if self._clock_s() - self._broken_s < _SAYING_LIMIT_S:
            return
        for each in calls:
            if not each.done():
                # The pool may be saying it just now.
                with suppress(InvalidStateError):
                    each.set_exception(BrokenProcessPool("the pool broke and forgot this call"))
