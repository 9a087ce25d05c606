"""Words for a worker that is looked at, and for when something of it was seen."""

import time

from concur_workloads.api import LaneSnapshot, StateChange


def title(lane: LaneSnapshot) -> str:
    """What a worker is called."""
    return "serial passes" if lane.role == "serial" else f"worker {lane.worker}"


def change_line(change: StateChange) -> str:
    """A change of state with its time."""
    return f"{clock(change.at_ns)}  {change.before} → {change.after}"


def clock(at_ns: int) -> str:
    """The time of day of a moment on CLOCK_MONOTONIC."""
    seen_s = time.time() - (time.monotonic_ns() - at_ns) / 1e9
    words = time.strftime("%H:%M:%S", time.localtime(seen_s))
    return f"{words}.{int(seen_s % 1 * 1000):03d}"
