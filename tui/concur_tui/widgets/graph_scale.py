"""The vertical scale of a graph: a round maximum that the reader can divide in the head."""

import math
from collections.abc import Iterable

_STEPS = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
_NEW_S = 5.0


def round_maximum(value: float) -> float:
    """The smallest round number (its half is easy to name) that is not below `value`; 1 for 0."""
    if value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next((step * power for step in _STEPS if step * power >= value), 10.0 * power)


class AutoScale:
    """A maximum that grows at once and shrinks only far below it, so that it does not flutter."""

    def __init__(self, fixed: float | None) -> None:
        self.fixed = fixed
        self.maximum = fixed or 1.0
        self._has_data = False
        self._before = self.maximum
        self._changed_s = -math.inf

    def fit(self, visible: Iterable[float], now_s: float) -> float:
        """The maximum for these visible values; a fixed one stays whatever they are."""
        if self.fixed is not None:
            self.maximum = self.fixed
            return self.fixed
        highest = max(visible, default=0.0)
        fitting = round_maximum(highest)
        if fitting > self.maximum or not self._has_data or highest < self.maximum / 5:
            if self._has_data and fitting != self.maximum:
                self._before, self._changed_s = self.maximum, now_s
            self.maximum = fitting
        self._has_data = highest > 0
        return self.maximum

    def lately(self, now_s: float) -> float | None:
        """The maximum before this one, for five seconds after it changed under the data."""
        return self._before if now_s < self._changed_s + _NEW_S else None


def level(value: float, maximum: float, dots: int) -> int:
    """The dot row, 0 at the bottom, that shows `value` on a scale from 0 to `maximum`."""
    share = min(1.0, max(0.0, value / maximum))
    return round(share * (dots - 1))


def exceeds(value: float, maximum: float, dots: int) -> bool:
    """Whether `value` lies beyond the highest dot row, so that drawing it there would be wrong."""
    return value > maximum and round(value / maximum * (dots - 1)) > dots - 1
