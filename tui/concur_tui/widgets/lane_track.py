"""What one worker did, as bytes per time bucket: bounded memory however many tasks it ran."""

import math

BUCKETS = 2048
"""How many buckets a track keeps at least; it holds up to twice as many before it forgets."""

PREPARING = 1
TASK = 2
KIND = 3
START = 4
SEVERAL = 8
ODD = 16
FAILED = 32
DEAD = 64
ENDED = 128
_KEPT = SEVERAL | FAILED | DEAD | ENDED
_FULL = 255
_MOST_SHARE = 254


def bucket_of(t_s: float, bucket_s: float) -> int:
    """The number of the bucket that holds the moment `t_s`."""
    return math.floor(t_s / bucket_s + 1e-6)


class Track:
    """Buckets of `bucket_s` seconds; the byte arrays begin with bucket number `base`.

    `busy` is the share of a bucket spent in a task, 255 being all of it. `on_cpu` is 0 where it was
    not measured, else 1 plus 254 times the share of the busy time on a CPU. `waits` is the number
    of what most of the rest was spent on, 0 where that is not known. `marks` holds a kind
    (`PREPARING` or `TASK`) and the flags above.
    """

    __slots__ = (
        "_cpu_bucket",
        "_cpu_s",
        "_measured_s",
        "_open_bucket",
        "_open_busy_s",
        "_open_from_s",
        "_open_to_s",
        "_waited_s",
        "base",
        "bucket_s",
        "busy",
        "marks",
        "on_cpu",
        "waits",
    )

    def __init__(self, bucket_s: float, base: int = 0, length: int = 0) -> None:
        self.bucket_s = bucket_s
        self.base = base
        self.busy = bytearray(length)
        self.marks = bytearray(length)
        self.on_cpu = bytearray(length)
        self.waits = bytearray(length)
        self._open_bucket = -1
        self._open_busy_s = 0.0
        self._open_from_s = math.inf
        self._open_to_s = -math.inf
        self._cpu_bucket = -1
        self._cpu_s = 0.0
        self._measured_s = 0.0
        self._waited_s: dict[int, float] = {}

    def lay(self, start_s: float, end_s: float, marks: int) -> None:
        """Lay a stretch of busy time over the buckets, its first bucket flagged as a start.

        Stretches come in the order of their starts and do not overlap.
        """
        if self._open_from_s <= start_s and end_s <= self._open_to_s:
            self._lay_in_open_bucket(end_s - start_s, marks)
            return
        first, last = self._span(start_s, end_s)
        if last < self.base:
            return
        self._reach(last)
        if first >= self.base:
            self._start_in(first - self.base, marks)
            end_of_first = min(end_s, (first + 1) * self.bucket_s)
            self._add_busy(first, end_of_first - start_s)
        inner = max(first + 1, self.base)
        if last > inner:
            at, to = inner - self.base, last - self.base
            self.busy[at:to] = bytes((_FULL,)) * (to - at)
            self.marks[at:to] = bytes((marks,)) * (to - at)
        if last > first:
            at = last - self.base
            self.marks[at] = marks | (self.marks[at] & (FAILED | DEAD | ENDED))
            self._add_busy(last, end_s - last * self.bucket_s)

    def _lay_in_open_bucket(self, seconds: float, marks: int) -> None:
        """The quick way for short tasks, of which thousands may fall into one bucket."""
        self._start_in(self._open_bucket - self.base, marks)
        self._fill_open_bucket(seconds)

    def _start_in(self, at: int, marks: int) -> None:
        """Where several start in a bucket, what they are at counts for more than planned ends."""
        kept = self.marks[at] & _KEPT
        if self.marks[at] & START:
            kept = (kept | SEVERAL) & ~ENDED
        self.marks[at] = marks | START | kept

    def lay_within(self, start_s: float, end_s: float, marks: int) -> None:
        """Lay a stretch over the buckets that there are, cutting off what goes beyond."""
        end_s = min(end_s, (self.base + len(self.busy)) * self.bucket_s)
        if start_s < end_s:
            self.lay(start_s, end_s, marks)

    def lay_cpu(self, start_s: float, end_s: float, share: float, wait: int) -> None:
        """Lay a measured share of busy time on a CPU, 0 to 1, and what the rest was spent on most.

        Intervals come in order; `wait` is 0 where that is not known.
        """
        first, last = self._span(start_s, end_s)
        if last < self.base:
            return
        self._reach(last)
        kept = max(first, self.base)
        for bucket in (kept, last) if kept < last else (last,):
            begin = max(start_s, bucket * self.bucket_s)
            end = min(end_s, (bucket + 1) * self.bucket_s)
            self._average_cpu(bucket, end - begin, share, wait)
        inner = max(first + 1, self.base)
        if last > inner:
            at, to = inner - self.base, last - self.base
            self.on_cpu[at:to] = bytes((1 + round(share * _MOST_SHARE),)) * (to - at)
            self.waits[at:to] = bytes((wait,)) * (to - at)

    def flag(self, t_s: float, flag: int) -> None:
        """Set `flag` in the bucket that holds the moment `t_s`."""
        bucket = self.bucket(t_s)
        if bucket >= self.base:
            self._reach(bucket)
            self.marks[bucket - self.base] |= flag

    def busy_s(self, start_s: float, end_s: float) -> float:
        """Seconds spent in tasks between two times, to the precision of a bucket."""
        first, last = self._span(start_s, end_s)
        at, to = max(0, first - self.base), max(0, last + 1 - self.base)
        whole_s = sum(self.busy[at:to]) / _FULL * self.bucket_s
        return min(end_s - start_s, whole_s)

    def window(self, first: int, count: int) -> "Track":
        """A copy of the buckets `first` to `first + count`, blank where there are none."""
        copy = Track(self.bucket_s, first, count)
        start = max(first, self.base)
        end = min(first + count, self.base + len(self.busy))
        if start < end:
            here = slice(start - self.base, end - self.base)
            there = slice(start - first, end - first)
            copy.busy[there] = self.busy[here]
            copy.marks[there] = self.marks[here]
            copy.on_cpu[there] = self.on_cpu[here]
            copy.waits[there] = self.waits[here]
        return copy

    def between(self, start_s: float, end_s: float) -> "Track":
        """A copy of the buckets that hold an interval."""
        first, last = self._span(start_s, end_s)
        return self.window(first, last - first + 1)

    def shares(self) -> list[float | None]:
        """The share of each bucket's busy time on a CPU, 0 to 1, None where it was not measured."""
        return [(share - 1) / _MOST_SHARE if share else None for share in self.on_cpu]

    def bucket(self, t_s: float) -> int:
        """The number of the bucket that holds the moment `t_s`."""
        return bucket_of(t_s, self.bucket_s)

    def _span(self, start_s: float, end_s: float) -> tuple[int, int]:
        """First and last bucket of an interval; its end belongs to the bucket before it."""
        first = self.bucket(start_s)
        return first, max(first, math.ceil(end_s / self.bucket_s - 1e-6) - 1)

    def _reach(self, bucket: int) -> None:
        """Grow to hold `bucket`, and forget the oldest when that becomes too much."""
        missing = bucket - self.base - len(self.busy) + 1
        if missing <= 0:
            return
        if missing > 2 * BUCKETS:
            self._forget(len(self.busy))
            self.base = bucket - BUCKETS + 1
            missing = BUCKETS
        for buckets in (self.busy, self.marks, self.on_cpu, self.waits):
            buckets.extend(bytes(missing))
        if len(self.busy) > 2 * BUCKETS:
            self._forget(len(self.busy) - BUCKETS)

    def _forget(self, count: int) -> None:
        for buckets in (self.busy, self.marks, self.on_cpu, self.waits):
            del buckets[:count]
        self.base += count

    def _add_busy(self, bucket: int, seconds: float) -> None:
        at = bucket - self.base
        if bucket != self._open_bucket:
            self._open_bucket = bucket
            self._open_from_s = bucket * self.bucket_s
            self._open_to_s = (bucket + 1) * self.bucket_s
            self._open_busy_s = self.busy[at] / _FULL * self.bucket_s
        self._fill_open_bucket(seconds)

    def _fill_open_bucket(self, seconds: float) -> None:
        """Sum up in seconds, as bytes would round thousands of short tasks to nothing or all."""
        self._open_busy_s += seconds
        share = int(self._open_busy_s / self.bucket_s * _FULL) + 1
        self.busy[self._open_bucket - self.base] = min(_FULL, share)

    def _average_cpu(self, bucket: int, seconds: float, share: float, wait: int) -> None:
        if bucket != self._cpu_bucket:
            self._cpu_bucket, self._cpu_s, self._measured_s = bucket, 0.0, 0.0
            self._waited_s.clear()
        self._cpu_s += share * seconds
        self._measured_s += seconds
        if self._measured_s > 0:
            mean = self._cpu_s / self._measured_s
            self.on_cpu[bucket - self.base] = 1 + round(mean * _MOST_SHARE)
        waited_s = self._waited_s
        waited_s[wait] = waited_s.get(wait, 0.0) + (1 - share) * seconds
        most = wait if len(waited_s) == 1 else max(waited_s, key=waited_s.__getitem__)
        self.waits[bucket - self.base] = most
