"""Samples over time in bounded memory, read back as one value per column of a graph."""

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

Values = tuple[float | None, ...]
MOST_SAMPLES = 8192


def view_start(latest: int, columns: int, jump: int) -> int:
    """The first column to show so that `latest` is visible; moves by whole jumps only."""
    return 0 if latest < columns else -(-(latest - columns + 1) // jump) * jump


@dataclass(slots=True)
class _Column:
    """What the samples of one column come to; a sum is None where one of them is missing."""

    number: int
    sums: list[float | None]
    samples: int = 0

    def add(self, values: Values) -> None:
        """Take in one sample of each series."""
        self.samples += 1
        for series, value in enumerate(values):
            before = self.sums[series]
            self.sums[series] = None if before is None or value is None else before + value

    def mean(self, series: int) -> float | None:
        """The mean of the samples, None where one of them is missing."""
        total = self.sums[series]
        return None if total is None else total / self.samples


class TimeSeries:
    """The last `window_s` seconds (and some more, for the jump) of `count` series."""

    def __init__(self, count: int, window_s: float) -> None:
        self.count = count
        self.window_s = window_s
        self._samples: deque[tuple[float, Values]] = deque(maxlen=MOST_SAMPLES)
        self._origin_s = 0.0
        # Of the samples, as they were wanted last.
        self._column_s = 0.0
        self._columns: deque[_Column] = deque()

    def __len__(self) -> int:
        return len(self._samples)

    @property
    def latest(self) -> Values | None:
        """The values of the newest sample."""
        return self._samples[-1][1] if self._samples else None

    @property
    def latest_s(self) -> float | None:
        """The time of the newest sample."""
        return self._samples[-1][0] if self._samples else None

    def add(self, t_s: float, values: Sequence[float | None]) -> None:
        """Take the values of all series at `t_s` seconds; `None` or NaN means not measured.

        Raises `ValueError` for the wrong number of values or a time before the last one.
        """
        if len(values) != self.count:
            raise ValueError(f"{len(values)} values for {self.count} series")
        if not self._samples:
            self._origin_s = t_s
        elif t_s < self._samples[-1][0]:
            raise ValueError(f"time {t_s} s lies before the last sample, {self._samples[-1][0]} s")
        known = tuple(None if value is None or math.isnan(value) else value for value in values)
        self._samples.append((t_s, known))
        oldest_s = t_s - 2 * self.window_s
        while self._samples[0][0] < oldest_s:
            self._samples.popleft()
        if self._column_s:
            self._sum_up(t_s, known)
            while self._columns[0].number < self._column(oldest_s):
                self._columns.popleft()

    def clear(self) -> None:
        """Forget all samples."""
        self._samples.clear()
        self._columns.clear()

    def copy(self) -> "TimeSeries":
        """The same samples, to which later ones do not come."""
        copied = TimeSeries(self.count, self.window_s)
        copied._samples.extend(self._samples)
        copied._origin_s = self._origin_s
        return copied

    def columns(self, count: int, jump: int) -> list[list[float | None]]:
        """Per series, one value for each of `count` columns that span the window.

        A column holds the mean of its samples, or lies on the line between its neighbours;
        it is `None` beyond the samples and where one is missing.
        """
        if self._column_s != self.window_s / count:
            self._column_s = self.window_s / count
            self._columns.clear()
            for t_s, values in self._samples:
                self._sum_up(t_s, values)
        latest = self._columns[-1].number if self._columns else 0
        first = view_start(latest, count, jump)
        return [self._one(series, first, count) for series in range(self.count)]

    def _column(self, t_s: float) -> int:
        return math.floor((t_s - self._origin_s) / self._column_s + 1e-9)

    def _sum_up(self, t_s: float, values: Values) -> None:
        number = self._column(t_s)
        if not self._columns or self._columns[-1].number != number:
            self._columns.append(_Column(number, [0.0] * self.count))
        self._columns[-1].add(values)

    def _one(self, series: int, first: int, count: int) -> list[float | None]:
        found: list[float | None] = [None] * count
        previous: tuple[int, float] | None = None
        for each in self._columns:
            column, value = each.number, each.mean(series)
            if value is None:
                previous = None
                continue
            start, start_value = previous or (column, value)
            for between in range(max(start + 1, first), min(column, first + count - 1) + 1):
                share = (between - start) / (column - start)
                found[between - first] = start_value + share * (value - start_value)
            if first <= column < first + count:
                found[column - first] = value
            previous = (column, value)
        return found
