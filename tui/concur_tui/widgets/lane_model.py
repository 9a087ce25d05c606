"""Lanes over time at three resolutions, and the stretches, from which zoom steps are read."""

from dataclasses import dataclass, field
from typing import NamedTuple

from concur_tui.widgets.lane_cells import WAIT_NUMBERS, cells_of, summed_up
from concur_tui.widgets.lane_close_up import CloseUp
from concur_tui.widgets.lane_marks import mark_of
from concur_tui.widgets.lane_past import Past, Span
from concur_tui.widgets.lane_track import DEAD, ENDED, FAILED, TASK, Track
from concur_tui.widgets.lane_zoom import RESOLUTIONS_S, column_s, resolution_of
from concur_tui.widgets.state_styles import State

_REMEMBERED = 65_536
"""Finished stretches of all lanes together."""
_REMEMBERED_OF_A_LANE = (64, 2048)
_MOST_SUMMED_UP = 512


class Current(NamedTuple):
    """What a lane is at since `since_s`; `kind` is start-up, warm-up or task."""

    kind: str
    since_s: float
    task: int


class Row(NamedTuple):
    """What one lane shows: cell codes, detail, and whether a cell stands for several tasks."""

    codes: bytes
    detail: str
    several: bool


@dataclass
class Lane:
    """The tracks of one worker, its label, its detail and what it is at.

    `unfinished` is what it was at when it ceased to be at anything, until a span tells the end.
    `looked_every_s` is how long the last interval was of which a CPU share was told. `started` is
    whether there has been a worker whose end was not told, `over_s` when one ended that nobody has
    followed yet.
    """

    label: str
    past: Past
    detail: str = ""
    current: Current | None = None
    unfinished: Current | None = None
    tasks: int = 0
    looked_every_s: float = 0.0
    started: bool = False
    over_s: float | None = None
    tracks: list[Track] = field(default_factory=lambda: [Track(step) for step in RESOLUTIONS_S])


class LaneModel:
    """All lanes; `changed` collects the numbers of those that may look different now."""

    def __init__(self) -> None:
        self.lanes: list[Lane] = []
        self.now_s = 0.0
        self.changed: set[int] = set()

    def set_lanes(self, labels: list[str]) -> None:
        """Name the lanes; those that keep their label keep what they did."""
        least, most = _REMEMBERED_OF_A_LANE
        remembered = max(least, min(_REMEMBERED // max(1, len(labels)), most))
        self.lanes = [
            self.lanes[number]
            if number < len(self.lanes) and self.lanes[number].label == label
            else Lane(label, Past(remembered))
            for number, label in enumerate(labels)
        ]
        for lane in self.lanes:
            lane.past.keep(remembered)
        self.changed = set(range(len(labels)))

    def add_span(self, number: int, span: Span) -> None:
        """Lay a finished stretch; what the lane was at is over if it began no later."""
        lane = self.lanes[number]
        mark = mark_of(span.kind, lane.tasks)
        if lane.over_s is not None and span.start_s >= lane.over_s:
            lane.over_s = None
        if span.kind == "start-up":
            if lane.started:
                self._end(lane, span.start_s, "replaced", ENDED)
                lane.over_s = None
            lane.started = True
        lane.past.add(span)
        if mark & TASK:
            lane.tasks += 1
        lane.unfinished = None
        if lane.current is not None and lane.current.since_s < span.end_s:
            lane.current = None
        for track in lane.tracks:
            track.lay(span.start_s, span.end_s, mark)
            if span.kind == "failed":
                track.flag(span.last_s, FAILED)
        if span.kind == "lost":
            self._end(lane, span.end_s, "death", DEAD)
        self.changed.add(number)

    def set_current(self, number: int, current: Current | None) -> None:
        """What a lane is at now; it grows with `now_s`."""
        if current is not None:
            mark_of(current.kind, 0)
        lane = self.lanes[number]
        if current is not None:
            lane.over_s = None
            lane.unfinished = None
        elif lane.current is not None:
            lane.unfinished = lane.current
        lane.current = current
        self.changed.add(number)

    def set_detail(self, number: int, text: str) -> None:
        """The words at the right of a lane."""
        self.lanes[number].detail = text
        self.changed.add(number)

    def add_cpu_share(
        self,
        number: int,
        start_s: float,
        end_s: float,
        share: float,
        otherwise: State | None = None,
    ) -> None:
        """Lay how much of an interval the worker was on a CPU, 0 to 1, and what it was otherwise.

        The share is taken of its busy time, so that a worker that idled for half of the interval
        and computed for the other half shows as computing. Raises `KeyError` if `otherwise` is no
        state to wait in.
        """
        lane = self.lanes[number]
        busy_s = lane.tracks[0].busy_s(start_s, end_s)
        if lane.current is not None:
            busy_s += max(0.0, end_s - max(start_s, lane.current.since_s))
        lane.looked_every_s = end_s - start_s
        if busy_s <= 0:
            return
        while_busy = min(1.0, max(0.0, share) * (end_s - start_s) / busy_s)
        idle_s = end_s - start_s - busy_s
        # Of a worker that was idle for longer than it waited in tasks, it says nothing of those.
        wait = WAIT_NUMBERS[otherwise] if busy_s * (1 - while_busy) >= idle_s else 0
        for track in lane.tracks:
            track.lay_cpu(start_s, end_s, while_busy, wait)
        self.changed.add(number)

    def mark_death(self, number: int, t_s: float) -> None:
        """The worker of a lane died at `t_s`, whatever it was at, unless that was told before."""
        lane = self.lanes[number]
        if lane.over_s is not None:
            return
        ended = lane.current or lane.unfinished
        if ended is not None:
            kind = "lost" if ended.kind == "task" else ended.kind
            span = Span(ended.since_s, max(ended.since_s, t_s), kind, ended.task)
            self.add_span(number, span)
        if lane.over_s is None:
            self._end(lane, t_s, "death", DEAD)
        self.changed.add(number)

    def mark_end(self, number: int, t_s: float) -> None:
        """The worker of a lane ended at `t_s` as planned, unless that was told before."""
        lane = self.lanes[number]
        if lane.over_s is None:
            self._end(lane, t_s, "end", ENDED)
            self.changed.add(number)

    def _end(self, lane: Lane, t_s: float, kind: str, flag: int) -> None:
        lane.started = False
        lane.over_s = t_s
        lane.past.add(Span(t_s, t_s, kind, -1))
        for track in lane.tracks:
            track.flag(t_s, flag)

    def advance(self, now_s: float) -> set[int]:
        """Move the time on; the lanes that may look different since the last call."""
        self.now_s = now_s
        changed = self.changed
        changed.update(n for n, lane in enumerate(self.lanes) if lane.current is not None)
        self.changed = set()
        return changed

    def row(self, number: int, first_column: int, columns: int, zoom: int) -> Row:
        """What a lane shows in `columns` cells from `first_column` at a zoom step."""
        lane = self.lanes[number]
        if zoom < 0:
            window = self._close_up(lane, Track(column_s(zoom), first_column, columns))
            codes, several = cells_of(window, 1)
            return Row(codes, lane.detail, several)
        resolution, buckets = resolution_of(zoom)
        window = lane.tracks[resolution].window(first_column * buckets, columns * buckets)
        if lane.current is not None:
            self._lay_current(window, lane.current, lane.tasks)
        codes, several = cells_of(window, buckets)
        return Row(codes, lane.detail, several)

    def _close_up(self, lane: Lane, window: Track) -> Track:
        close_up = CloseUp(window, lane.tracks[0], lane.looked_every_s)
        close_up.lay_past(lane.past)
        if lane.current is not None:
            mark = mark_of(lane.current.kind, lane.past.count)
            close_up.lay(lane.current.since_s, self.now_s, mark)
        return window

    def _lay_current(self, window: Track, current: Current, tasks: int) -> None:
        if current.since_s < self.now_s:
            window.lay_within(current.since_s, self.now_s, mark_of(current.kind, tasks))

    def seen(self, number: int, start_s: float, end_s: float) -> tuple[float | None, State | None]:
        """The share of a stretch on a CPU and what most of the rest was spent on, as far as known.

        It is as exact as the buckets and the looks that they were filled from.
        """
        lane = self.lanes[number]
        for track in lane.tracks:
            buckets = (end_s - start_s) / track.bucket_s
            if track.base * track.bucket_s <= start_s and buckets <= _MOST_SUMMED_UP:
                window = track.between(start_s, end_s)
                if lane.current is not None:
                    self._lay_current(window, lane.current, lane.tasks)
                return summed_up(window)
        return None, None

    def oldest_s(self, zoom: int) -> float:
        """The time from which on the lanes are remembered at a zoom step."""
        if zoom < 0:
            return max((lane.past.oldest_s for lane in self.lanes), default=0.0)
        resolution, _ = resolution_of(zoom)
        tracks = [lane.tracks[resolution] for lane in self.lanes]
        return max((track.base * track.bucket_s for track in tracks), default=0.0)
