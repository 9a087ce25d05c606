"""Words for workers that are looked at."""

from collections.abc import Sequence

from concur_workloads.api import LaneSnapshot


def title(lane: LaneSnapshot) -> str:
    """What a worker is called."""
    return "serial passes" if lane.role == "serial" else f"worker {lane.worker}"


def sharers_of(lane: LaneSnapshot, lanes: Sequence[LaneSnapshot]) -> list[LaneSnapshot]:
    """All workers that have the thread of one, itself included."""
    return [each for each in lanes if (each.pid, each.native_id) == (lane.pid, lane.native_id)]


def identity(lane: LaneSnapshot, lanes: Sequence[LaneSnapshot]) -> tuple[str, str]:
    """Who a worker is, and the process and thread that it has.

    What coroutines are at, their one thread does not tell: they are named with it.
    """
    sharers = sharers_of(lane, lanes)
    thread = f" · process {lane.pid} · thread {lane.native_id}"
    if len(sharers) < 2:
        return title(lane), thread
    activity = next((each.activity for each in sharers if each.lane == lane.lane), None)
    at = f", {activity.value}" if activity is not None else ""
    return f"{title(lane)}{at}", f"{thread} of {len(sharers)} workers"
