"""How long workers had no task because the run was paused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from concur_workloads.recorder.layout import State
from concur_workloads.recorder.reader import LaneReader


class PausedTime:
    """Of a pass, lane by lane: a worker that is in a task when a pause begins first ends that."""

    def __init__(self) -> None:
        self._since_ns: int | None = None
        self._earlier_ns: Counter[int] = Counter()

    @property
    def is_on(self) -> bool:
        """Whether there is a pause now."""
        return self._since_ns is not None

    def begin(self, now_ns: int) -> None:
        """A pause begins."""
        self._since_ns = now_ns

    def end(self, readers: Iterable[LaneReader], start_ns: int, now_ns: int) -> None:
        """It has ended; the pass began at `start_ns`."""
        for reader in readers:
            self._earlier_ns[reader.lane] += self._idle_ns(reader, start_ns, now_ns)
        self._since_ns = None

    def spent_ns(self, reader: LaneReader, start_ns: int, now_ns: int) -> int:
        """Nanoseconds of the pass until now."""
        return self._earlier_ns[reader.lane] + self._idle_ns(reader, start_ns, now_ns)

    def forget_pass(self) -> None:
        """The pass has ended, but not a pause that is on."""
        self._earlier_ns.clear()

    def _idle_ns(self, reader: LaneReader, start_ns: int, now_ns: int) -> int:
        """In the pause that is on."""
        if self._since_ns is None:
            return 0
        status, from_ns = reader.status(), max(start_ns, self._since_ns)
        if status.state is not State.RUNNING:
            return max(0, now_ns - max(from_ns, status.since_ns))
        # It may have gone on before we heard of the end.
        return max(0, min(now_ns, status.since_ns) - max(from_ns, reader.last_end_ns()))
