"""Turns snapshots of a run into what the lanes draw."""

from itertools import zip_longest
from operator import attrgetter

from concur_tui.formatting import count
from concur_tui.screens.workbench.worker_now import worker_now
from concur_tui.widgets.lanes import Current, LaneView, Span
from concur_tui.widgets.state_styles import State
from concur_workloads.api import Activity, LaneSnapshot, RunSnapshot
from concur_workloads.api import Span as EngineSpan

_CURRENT_KINDS = {"starting": "start-up", "warming up": "warm-up", "running": "task"}
_WAITS: dict[Activity | None, State] = {
    Activity.READY: State.READY,
    Activity.GIL: State.GIL_WAIT,
    Activity.LOCK: State.LOCK,
    Activity.PIPE: State.PIPE,
    Activity.DISK: State.DISK,
    Activity.SLEEP: State.SLEEPING,
    Activity.CHILD: State.CHILD,
    Activity.AWAITING: State.AWAITING,
    Activity.STOPPED: State.STOPPED,
    Activity.ZOMBIE: State.ZOMBIE,
    Activity.OTHER: State.BLOCKED,
}
_PAINT_EVERY_S = 0.15

#: From here on there is room for what a worker is at now.
_WIDE_CELLS = 90

#: A wait of less is not worth a word.
_LEAST_SHARE = 0.005

_SHORT = {
    Activity.ON_CPU: "on CPU",
    Activity.READY: "ready",
    Activity.GIL: "GIL",
    Activity.LOCK: "lock",
    Activity.PIPE: "pipe",
    Activity.DISK: "disk",
    Activity.SLEEP: "sleep",
    Activity.CHILD: "child",
    Activity.AWAITING: "await",
    Activity.STOPPED: "stop",
    Activity.ZOMBIE: "zombie",
    Activity.OTHER: "other",
}

#: Of shorter tasks, the CPU time is not known well enough: reading its clock takes a microsecond.
_SHORTEST_TOLD_S = 5e-6


class LaneFeed:
    """Feeds a LaneView, which costs most to paint, no more often than every 0.15 s.

    While that is held it takes in what comes and stands still.
    """

    def __init__(self, view: LaneView) -> None:
        self._view = view
        self._labels: list[str] = []
        self._has_selected = False
        self._painted_s = 0.0
        self._latest: RunSnapshot | None = None

    def begin(self) -> None:
        """Forget the previous run."""
        self._labels = []
        self._has_selected = False
        self._painted_s = 0.0
        self._latest = None
        self._view.clear()

    def show(self, snapshot: RunSnapshot) -> None:
        """Take in what is new, and paint it if it is time."""
        before = self._latest.lanes if self._latest is not None else ()
        self._latest = snapshot
        labels = [lane.label for lane in snapshot.lanes]
        if labels != self._labels:
            self._labels = labels
            self._view.set_lanes(labels)
            self._select_first_worker(snapshot)
        self._view.show_gil(snapshot.gil)
        # A successor is told before what was left to tell of the worker that it follows.
        for span in sorted(snapshot.spans, key=attrgetter("start_s")):
            self._view.add_span(span.lane, _finished(span))
        for share in snapshot.shares:
            # A share is taken of busy time, and what the worker is at now is a part of that.
            self._view.set_current(share.lane, _current(snapshot.lanes[share.lane]))
            otherwise = _WAITS.get(share.otherwise)
            self._view.add_cpu_share(share.lane, share.start_s, share.end_s, share.share, otherwise)
        for lane, was in zip_longest(snapshot.lanes, before[: len(snapshot.lanes)]):
            # Of a thousand lanes, most have nothing new to say.
            if lane is not was:
                self._take_in(lane, was, snapshot.elapsed_s)
        if self._view.follow and snapshot.elapsed_s - self._painted_s >= _PAINT_EVERY_S:
            self._paint(snapshot)

    def _take_in(self, lane: LaneSnapshot, was: LaneSnapshot | None, now_s: float) -> None:
        self._view.set_current(lane.lane, _current(lane))
        if lane.state == "dead":
            self._view.mark_death(lane.lane, now_s)
        elif lane.state == "ended":
            # One that did not see its end coming is still since when it was at what it was before.
            said_so = was is None or lane.since_s != was.since_s
            self._view.mark_end(lane.lane, lane.since_s if said_so else now_s)

    def _select_first_worker(self, snapshot: RunSnapshot) -> None:
        """The serial pass has a lane too, but no worker to do anything to."""
        workers = [lane.lane for lane in snapshot.lanes if lane.role == "backend"]
        if workers and not self._has_selected:
            self._has_selected = True
            self._view.selected = workers[0]

    def end(self) -> None:
        """Paint the end of the run, unless the view is held."""
        if self._latest is not None:
            self._tell_details(self._latest, range(len(self._latest.lanes)))
        if self._view.follow:
            self.catch_up()

    def catch_up(self) -> None:
        """Paint what came while the view was held."""
        if self._latest is not None:
            self._paint(self._latest)

    def look_at_selected(self) -> None:
        """Say what the lane is at that is selected now, unless the view is held."""
        if self._view.follow:
            self.catch_up()

    def _paint(self, snapshot: RunSnapshot) -> None:
        self._painted_s = snapshot.elapsed_s
        self._tell_details(snapshot, self._view.visible_lanes)
        if snapshot.lanes:
            self._view.say_now(worker_now(snapshot.lanes[self._view.selected], snapshot))
        self._view.advance(snapshot.elapsed_s)

    def _tell_details(self, snapshot: RunSnapshot, places: range) -> None:
        wide = self._view.size.width >= _WIDE_CELLS
        for place in places:
            lane = snapshot.lanes[place]
            self._view.set_detail(place, detail(lane, wide=wide))


def _finished(span: EngineSpan) -> Span:
    long_enough = span.end_s - span.start_s > _SHORTEST_TOLD_S * span.tasks
    cpu_s = span.cpu_s if long_enough and span.kind != "lost" else None
    return Span(span.start_s, span.end_s, span.kind, span.task, cpu_s, span.tasks)


def _current(lane: LaneSnapshot) -> Current | None:
    kind = _CURRENT_KINDS.get(lane.state)
    return (
        None
        if kind is None
        else Current(kind, lane.since_s, -1 if lane.task is None else lane.task)
    )


def _now(lane: LaneSnapshot) -> str:
    """What the worker's thread was seen at last."""
    return f"{_SHORT[lane.activity]:<7}" if lane.activity is not None else " " * 7


def detail(lane: LaneSnapshot, *, wide: bool) -> str:
    """What a worker does and did: task, shares of its time in tasks, tasks done.

    The shares are that on a CPU, and that of the wait which took most. Where there is room, what it
    is at now comes first.
    """
    now = _now(lane) if wide else ""
    task = lane.state if lane.task is None else f"task {lane.task}"
    # The task of one that has ended is lost, so this needs no room of its own.
    if lane.activity is Activity.ZOMBIE and not wide:
        task = Activity.ZOMBIE.value
    share = "  - %"
    if lane.busy_s > _SHORTEST_TOLD_S * (lane.ok + lane.failed):
        # Of two clocks, the one of the CPU may run ahead by a hair.
        share = f"{min(100, 100 * lane.cpu_s / lane.busy_s):3.0f} %"
    failed = f" {count(lane.failed)} failed" if lane.failed else ""
    return f"{now}{task:<9} CPU {share} {_main_wait(lane)} {count(lane.ok, 5)} done{failed}"


def _main_wait(lane: LaneSnapshot) -> str:
    waits = [(share, what) for what, share in lane.shares if what is not Activity.ON_CPU]
    share, what = max(waits, key=lambda each: each[0], default=(0.0, Activity.OTHER))
    text = f"{_SHORT[what]:>5} {100 * share:3.0f} %" if share >= _LEAST_SHARE else ""
    return f"{text:<11}"
