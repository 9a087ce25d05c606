"""What keeps an event loop from its work."""

from __future__ import annotations

from concur_workloads.results.lints.limits import DEFAULT_LIMITS, Limits, milliseconds
from concur_workloads.results.lints.lint import Diagnosis, Lint
from concur_workloads.results.run_result import RunResult
from concur_workloads.results.words import seconds

BLOCKED_EVENT_LOOP = "blocked-event-loop"

#: The timer that is measured is due every 10 ms: half of the time, the loop missed a whole one.
_USUALLY_LATE = milliseconds(
    f"{BLOCKED_EVENT_LOOP}.median",
    10.0,
    "least delay of the timers of the loop, in the median",
)
#: What asyncio itself, in its debug mode, calls a slow callback.
_ONCE_LATE = milliseconds(
    f"{BLOCKED_EVENT_LOOP}.p99", 100.0, "least delay of the latest 1 % of the timers of the loop"
)
#: While a run is on: a hundred times that its timer was due.
_ENOUGH_S = 1.0


def blocked_event_loop(result: RunResult, limits: Limits = DEFAULT_LIMITS) -> Diagnosis | None:
    """Found where timers of the loop fire late, because something runs on without awaiting."""
    lag = result.loop_lag
    if lag is None or (lag.p50 < limits[_USUALLY_LATE] and lag.p99 < limits[_ONCE_LATE]):
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
        (_USUALLY_LATE, _ONCE_LATE),
        speaks_after_s=_ENOUGH_S,
    ),
)
