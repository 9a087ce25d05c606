"""Looks at the run under way for findings, seldom enough to cost next to nothing."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from concur_workloads.api import FoundSoFar, LintSettings, RunResult

#: Of one core, for looks that take long, as those at a thousand workers do.
_AT_MOST_SHARE = 0.003


class Watched(Protocol):
    """What is looked at; the api has the real one."""

    def result_so_far(self) -> RunResult | None:
        """What would be known if it were cut short now, None once it is over."""


class LintWatch:
    """Of one run; `period_s` is the least time from one look to the next, in seconds."""

    def __init__(self, period_s: float, lints: LintSettings | None = None) -> None:
        # Late, as it loads the engine.
        from concur_workloads.api import NOTHING_SET, Watchfulness

        self._period_s = period_s
        self._watchfulness = Watchfulness((lints or NOTHING_SET).limits)
        self._due_s = self._last_took_s = 0.0

    def look_if_due(self, run: Watched) -> FoundSoFar | None:
        """What has been found so far; None if it is too early to look again, or too late."""
        began_s = time.monotonic()
        if began_s < self._due_s:
            return None
        began_cpu_s = time.thread_time()
        so_far = run.result_so_far()
        if so_far is None:
            return None
        found = self._watchfulness.look(so_far)
        took_s = time.thread_time() - began_cpu_s
        # One that took long for once, as the very first does, puts nothing off.
        usual_s, self._last_took_s = min(took_s, self._last_took_s), took_s
        self._due_s = began_s + max(self._period_s, usual_s / _AT_MOST_SHARE)
        return found
