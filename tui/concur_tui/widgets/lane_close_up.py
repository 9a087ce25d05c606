"""What a lane did in steps shorter than its buckets, from the stretches that it remembers."""

from concur_tui.widgets.lane_marks import mark_of
from concur_tui.widgets.lane_past import MOMENT_KINDS, Past
from concur_tui.widgets.lane_track import DEAD, ENDED, FAILED, SEVERAL, Track

_FLAGS = {"death": DEAD, "end": ENDED, "replaced": ENDED}


class CloseUp:
    """Fills a window from what is remembered, and from the buckets of what was seen meanwhile.

    What a task waited for is not said of one that was shorter than `looked_every_s`.
    """

    def __init__(self, window: Track, seen: Track, looked_every_s: float) -> None:
        self.window = window
        self._seen = seen
        self._looked_every_s = looked_every_s
        self._start_s = window.base * window.bucket_s
        self._end_s = (window.base + len(window.busy)) * window.bucket_s

    def lay_past(self, past: Past) -> None:
        """Lay all that is remembered of the time of the window."""
        for number, span in past.between(self._start_s, self._end_s):
            if span.kind in MOMENT_KINDS:
                self._flag(span.start_s, _FLAGS[span.kind])
                continue
            # A task that is shorter than a bucket knows better than that how long it was on a CPU.
            own = span.on_cpu if span.length_s < self._seen.bucket_s else None
            several = SEVERAL if span.tasks > 1 else 0
            self.lay(span.start_s, span.end_s, mark_of(span.kind, number) | several, own)
            if span.kind == "failed":
                self._flag(span.last_s, FAILED)

    def lay(self, start_s: float, end_s: float, marks: int, on_cpu: float | None = None) -> None:
        """Lay a stretch, and how much of it was on a CPU: that share, or else what was seen."""
        self.window.lay_within(start_s, end_s, marks)
        is_seen = end_s - start_s >= self._looked_every_s
        start_s, end_s = max(start_s, self._start_s), min(end_s, self._end_s)
        if start_s >= end_s:
            return
        seen = self._seen.between(start_s, end_s)
        for at, share in enumerate(seen.shares()):
            known = share if on_cpu is None else on_cpu
            if known is not None:
                begin_s = max(start_s, (seen.base + at) * seen.bucket_s)
                until_s = min(end_s, (seen.base + at + 1) * seen.bucket_s)
                wait = seen.waits[at] if is_seen else 0
                self.window.lay_cpu(begin_s, until_s, known, wait)

    def _flag(self, t_s: float, flag: int) -> None:
        if self._start_s <= t_s < self._end_s:
            self.window.flag(t_s, flag)
