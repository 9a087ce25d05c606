"""What a worker is at now, since when, and how it ended, in words that keep their width."""

from concur_tui.formatting import seconds
from concur_tui.widgets.lanes import Now
from concur_workloads.api import Activity, LaneSnapshot, RunSnapshot, exit_words

_ENDS = {"ended", "dead"}
_AT = {"starting": "start-up", "warming up": "warm-up"}
_LEAST_CELLS = max(map(len, _AT.values()))
_TIME_CELLS = 7
_ACTIVITY_CELLS = max(len(each.value) for each in Activity)


def worker_now(lane: LaneSnapshot, snapshot: RunSnapshot) -> Now:
    """Its state as it was seen last, with the task and for how long it has been on that."""
    names = (lane.label,) if lane.role == "serial" else (f"worker {lane.label}", lane.label)
    if lane.state in _ENDS:
        how = () if lane.exit is None else (exit_words(lane.exit),)
        return Now(names, (lane.state, *how))
    at = _AT.get(lane.state, lane.state) if lane.task is None else f"task {lane.task}"
    # No task of the run has a longer number than there are tasks in all.
    cells = max(_LEAST_CELLS, len(f"task {snapshot.total}"))
    since = f"{at:<{cells}}"
    if lane.state != "new":
        since += f" for {seconds(max(0.0, snapshot.elapsed_s - lane.since_s), _TIME_CELLS)}"
    if lane.activity is None:
        return Now(names, (since,))
    return Now(names, (since, f"{lane.activity.value:<{_ACTIVITY_CELLS}}"))
