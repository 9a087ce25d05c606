"""What keeps an event loop from its work."""

from __future__ import annotations

from concur_workloads.results.lints.lint import Diagnosis, Lint
from concur_workloads.results.run_result import RunResult
from concur_workloads.results.words import seconds

BLOCKED_EVENT_LOOP = "blocked-event-loop"

#: The timer that is measured is due every 10 ms: half of the time, the loop missed a whole one.
_USUALLY_LATE_S = 0.01
#: What asyncio itself, in its debug mode, calls a slow callback.
_ONCE_LATE_S = 0.1
#: While a run is on: a hundred times that its timer was due.
_ENOUGH_S = 1.0


def blocked_event_loop(result: RunResult) -> Diagnosis | None:
    """Found where timers of the loop fire late, because something runs on without awaiting."""
    lag = result.loop_lag
    if lag is None or (lag.p50 < _USUALLY_LATE_S and lag.p99 < _ONCE_LATE_S):
        return None
    return Diagnosis(
        f"The event loop was blocked: its timers fired {seconds(lag.p50)} late (median), 1 % of "
        f"them {seconds(lag.p99)} or more, at most {seconds(lag.max)}.",
        "Try to await where tasks wait, to run blocking calls in threads (--blocking thread), and "
        "to compute in processes.",
    )


LINTS = (
    Lint(
        BLOCKED_EVENT_LOOP,
        "something keeps the event loop from its timers",
        blocked_event_loop,
        speaks_after_s=_ENOUGH_S,
    ),
)
