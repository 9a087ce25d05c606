"""Samples over time in bounded memory, read back as one value per column of a graph."""

import math
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import groupby

Values = tuple[float | None, ...]
MOST_SAMPLES = 8192


def view_start(latest: int, columns: int, jump: int) -> int:
    """The first column to show so that `latest` is visible; moves by whole jumps only."""
    return 0 if latest < columns else -(-(latest - columns + 1) // jump) * jump


class TimeSeries:
    """The last `window_s` seconds (and some more, for the jump) of `count` series."""

    def __init__(self, count: int, window_s: float) -> None:
        self.count = count
        self.window_s = window_s
        self._samples: deque[tuple[float, Values]] = deque(maxlen=MOST_SAMPLES)
        self._origin_s = 0.0

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
        while self._samples[0][0] < t_s - 2 * self.window_s:
            self._samples.popleft()

    def clear(self) -> None:
        """Forget all samples."""
        self._samples.clear()

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
        column_s = self.window_s / count
        latest = self._column(self._samples[-1][0], column_s) if self._samples else 0
        first = view_start(latest, count, jump)
        return [self._one(series, first, count, column_s) for series in range(self.count)]

    def _column(self, t_s: float, column_s: float) -> int:
        return math.floor((t_s - self._origin_s) / column_s + 1e-9)

    def _one(self, series: int, first: int, count: int, column_s: float) -> list[float | None]:
        found: list[float | None] = [None] * count
        previous: tuple[int, float] | None = None
        for column, value in self._means(series, column_s):
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

    def _means(self, series: int, column_s: float) -> Iterator[tuple[int, float | None]]:
        """Column and mean of its samples, in order; `None` where one of them is missing."""
        by_column = groupby(self._samples, lambda sample: self._column(sample[0], column_s))
        for column, group in by_column:
            values = [sample[1][series] for sample in group]
            known = [value for value in values if value is not None]
            yield column, sum(known) / len(known) if len(known) == len(values) else None
