"""How long workers had no task because the run was paused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from concur_workloads.control.interval import Interval

#: The end of a pause that is on.
_NOT_YET = 1 << 63


class PausedTime:
    """Of a pass, lane by lane: what a worker was at in spite of a pause is none of it.

    The program hears late of pauses and of what workers were at, in whichever order. So what counts
    is when it was, by the clocks of the runner and of the workers.
    """

    def __init__(self) -> None:
        self._pauses: list[Interval] = []
        self._busy: defaultdict[int, set[Interval]] = defaultdict(set)
        # It may reach into a pause that is not heard of yet.
        self._last: dict[int, Interval] = {}

    @property
    def is_on(self) -> bool:
        """Whether there is a pause now."""
        return bool(self._pauses) and self._pauses[-1].end_ns == _NOT_YET

    def begin(self, at_ns: int) -> None:
        """A pause has begun."""
        if not self.is_on:
            self._pauses.append(Interval(at_ns, _NOT_YET))
            for lane, last in self._last.items():
                self._keep(lane, [last])

    def end(self, at_ns: int) -> None:
        """It has ended."""
        if self.is_on:
            self._pauses[-1] = self._pauses[-1]._replace(end_ns=at_ns)

    def forget_pass(self) -> None:
        """The pass has ended, but not a pause that is on."""
        self._pauses = self._pauses[-1:] if self.is_on else []
        self._busy.clear()

    def note_busy(self, lane: int, starts_ns: Sequence[int], ends_ns: Sequence[int]) -> None:
        """A worker was at something, or at several things one after the other."""
        pauses = self._pauses
        if pauses and starts_ns[0] < pauses[-1].end_ns and ends_ns[-1] > pauses[0].start_ns:
            self._keep(lane, map(Interval, starts_ns, ends_ns))
        self._last[lane] = Interval(starts_ns[-1], ends_ns[-1])

    def _keep(self, lane: int, spans: Iterable[Interval]) -> None:
        self._busy[lane].update(
            span for span in spans if any(span.within(pause).length_ns for pause in self._pauses)
        )

    def spent_ns(self, lane: int, during: Interval, at_now: Interval | None = None) -> int:
        """Nanoseconds of that time, in which the worker is `at_now` something."""
        busy = self._busy.get(lane, set()) | ({at_now} if at_now is not None else set())
        held = [pause.within(during) for pause in self._pauses]
        in_spite_ns = sum(each.within(pause).length_ns for pause in held for each in busy)
        return max(0, sum(each.length_ns for each in held) - in_spite_ns)
