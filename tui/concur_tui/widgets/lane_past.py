"""What a lane has finished, stretch by stretch, in bounded memory, and the tasks that stand out."""

from collections import deque
from typing import NamedTuple

#: The kinds of stretches that are a task; one that is lost went down with its worker.
TASK_KINDS = frozenset({"task", "failed", "lost"})

#: Those that are no stretch: a worker died, ended as planned, or another one was made in its place.
MOMENT_KINDS = frozenset({"death", "end", "replaced"})


class Span(NamedTuple):
    """A finished stretch of a lane, in seconds.

    `kind` is start-up, warm-up, task, failed or lost, or for a moment death, end or replaced;
    `task` is its number, or that of the last of `tasks` that are told together, as long as they
    took; `cpu_s` is None where unknown.
    """

    start_s: float
    end_s: float
    kind: str
    task: int
    cpu_s: float | None = None
    tasks: int = 1

    @property
    def length_s(self) -> float:
        """Seconds from start to end."""
        return self.end_s - self.start_s

    @property
    def last_s(self) -> float:
        """A moment just before the end."""
        return max(self.start_s, self.end_s - 1e-6)

    @property
    def on_cpu(self) -> float | None:
        """The share of its length on a CPU, 0 to 1, where it is known."""
        if self.cpu_s is None or self.length_s <= 0:
            return None
        # Of two clocks, the one of the CPU may run ahead by a hair.
        return min(1.0, self.cpu_s / self.length_s)

    @property
    def waited_s(self) -> float:
        """Seconds that it was known to be off the CPU."""
        return 0.0 if self.cpu_s is None else self.length_s - self.cpu_s


class Found(NamedTuple):
    """What a cell holds: a stretch and how many tasks beside it, or else what is around.

    `moment` is one that the cell holds beside a stretch.
    """

    span: Span | None
    others: int
    before: Span | None
    after: Span | None
    moment: Span | None = None


class Past:
    """Keeps the last `most` stretches, and of all that there were those that stand out.

    Tasks that are told together stand out as none, as how long each took is not known.
    """

    __slots__ = (
        "_forgotten",
        "_spans",
        "first_failure",
        "longest_wait",
        "slowest",
        "told_together",
    )

    def __init__(self, most: int) -> None:
        self._spans: deque[Span] = deque(maxlen=most)
        self._forgotten = 0
        self.told_together = False
        self.slowest: Span | None = None
        self.longest_wait: Span | None = None
        self.first_failure: Span | None = None

    @property
    def most(self) -> int:
        """How many stretches are kept."""
        return self._spans.maxlen or 0

    @property
    def count(self) -> int:
        """How many there were, forgotten ones included."""
        return self._forgotten + len(self._spans)

    @property
    def forgot(self) -> bool:
        """Whether there were more than are kept."""
        return self._forgotten > 0

    @property
    def oldest_s(self) -> float:
        """The time from which on none is forgotten."""
        return self._spans[0].start_s if self.forgot else 0.0

    def keep(self, most: int) -> None:
        """Keep the last `most` stretches from now on."""
        if most != self.most:
            self._forgotten += max(0, len(self._spans) - most)
            self._spans = deque(self._spans, most)

    def add(self, span: Span) -> None:
        """Take a stretch that has ended; they come in the order of their starts."""
        self._forgotten += len(self._spans) == self.most
        self._spans.append(span)
        if span.kind not in TASK_KINDS:
            return
        if span.kind != "task" and self.first_failure is None:
            self.first_failure = span
        if span.tasks > 1:
            self.told_together = True
            return
        if self.slowest is None or span.length_s > self.slowest.length_s:
            self.slowest = span
        if span.waited_s > (self.longest_wait.waited_s if self.longest_wait else 0.0):
            self.longest_wait = span

    def between(self, start_s: float, end_s: float) -> list[tuple[int, Span]]:
        """What there is of an interval in its order, each with how many there were before."""
        found: list[tuple[int, Span]] = []
        number = self.count
        for span in reversed(self._spans):
            number -= 1
            if span.end_s < start_s:
                break
            if span.start_s < end_s:
                found.append((number, span))
        return found[::-1]

    def find(self, t_s: float, start_s: float, end_s: float) -> Found:
        """The stretch at `t_s`, else the one that takes most of the cell from start to end."""
        inside: list[Span] = []
        before = after = None
        for span in reversed(self._spans):
            if span.start_s >= end_s:
                after = span
            elif span.end_s > start_s or span.start_s >= start_s:
                inside.append(span)
            else:
                before = span
                break
        if not inside:
            return Found(None, 0, before, after)

        def share(span: Span) -> tuple[bool, float]:
            there = min(end_s, span.end_s) - max(start_s, span.start_s)
            return span.start_s <= t_s < span.end_s, there

        chosen = max(inside, key=share)
        tasks = sum(span.tasks for span in inside if span.kind in TASK_KINDS)
        own = chosen.tasks if chosen.kind in TASK_KINDS else 0
        moments = (each for each in inside if each.kind in MOMENT_KINDS and each is not chosen)
        return Found(chosen, tasks - own, before, after, next(moments, None))
