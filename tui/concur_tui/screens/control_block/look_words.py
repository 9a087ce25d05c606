"""Words for a worker that is looked at, and for when something of it was seen."""

import time
from collections.abc import Sequence

from concur_workloads.api import LaneSnapshot, StateChange


def title(lane: LaneSnapshot) -> str:
    """What a worker is called."""
    return "serial passes" if lane.role == "serial" else f"worker {lane.worker}"


def identity(lane: LaneSnapshot, lanes: Sequence[LaneSnapshot]) -> tuple[str, str]:
    """Who a worker is, and the process and thread that it has.

    What coroutines are at, their one thread does not tell: they are named with it.
    """
    sharers = [each for each in lanes if (each.pid, each.native_id) == (lane.pid, lane.native_id)]
    thread = f" · process {lane.pid} · thread {lane.native_id}"
    if len(sharers) < 2:
        return title(lane), thread
    activity = next((each.activity for each in sharers if each.lane == lane.lane), None)
    at = f", {activity.value}" if activity is not None else ""
    return f"{title(lane)}{at}", f"{thread} of {len(sharers)} workers"


def change_line(change: StateChange) -> str:
    """A change of state with its time."""
    return f"{clock(change.at_ns)}  {change.before} → {change.after}"


def clock(at_ns: int) -> str:
    """The time of day of a moment on CLOCK_MONOTONIC."""
    seen_s = time.time() - (time.monotonic_ns() - at_ns) / 1e9
    words = time.strftime("%H:%M:%S", time.localtime(seen_s))
    return f"{words}.{int(seen_s % 1 * 1000):03d}"
