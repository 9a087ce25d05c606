"""Which stretch of time a timeline shows: following the present, or held where the user looks."""

import math
from itertools import count

from concur_tui.widgets.lane_zoom import DEFAULT_ZOOM, FINEST_ZOOM, ZOOM_STEPS, column_s
from concur_tui.widgets.time_series import view_start

_ROUND = (1, 2, 5)
_LEAST_LABEL_CELLS = 10


class TimeWindow:
    """`left` is the first column shown, `zoom` the step that says how long a column is."""

    def __init__(self) -> None:
        self.zoom = DEFAULT_ZOOM
        self.left = 0
        self.follow = True

    @property
    def column_s(self) -> float:
        """Seconds a column."""
        return column_s(self.zoom)

    def show(self, now_s: float, columns: int) -> None:
        """While following, jump by quarters so that the present is in view."""
        if self.follow:
            self.left = self._newest_left(now_s, columns)

    def pan(self, columns: int, now_s: float, width: int) -> None:
        """Hold, and move by `columns`, but not out of the time that has passed."""
        self.follow = False
        self.left = max(0, min(self.left + columns, self._newest_left(now_s, width)))

    def reveal(self, t_s: float, now_s: float, width: int) -> None:
        """Hold, with the moment `t_s` in view: in the middle, if it was not."""
        self.follow = False
        if not 0 <= self.place(t_s) < width:
            self.pan(self.place(t_s) - width // 2, now_s, width)

    def place(self, t_s: float) -> int:
        """How many columns right of the first one the moment `t_s` is."""
        return math.floor(t_s / self.column_s + 1e-6) - self.left

    def go_to(self, t_s: float) -> None:
        """Hold, with the moment `t_s` at the left."""
        self.follow = False
        self.left = max(0, int(t_s / self.column_s))

    def zoom_by(
        self, steps: int, now_s: float, columns: int, around_s: float | None = None
    ) -> None:
        """Make columns longer or shorter by steps; a held view keeps a moment or its middle."""
        kept_s = (self.left + columns / 2) * self.column_s if around_s is None else around_s
        kept_at = kept_s / self.column_s - self.left
        self.zoom = max(FINEST_ZOOM, min(ZOOM_STEPS - 1, self.zoom + steps))
        if self.follow:
            self.show(now_s, columns)
        else:
            left = round(kept_s / self.column_s - kept_at)
            self.left = max(0, min(left, self._newest_left(now_s, columns)))

    def zoom_out(self) -> bool:
        """Make columns longer by a step and hold, if they can be; whether they could."""
        self.follow = False
        could = self.zoom < ZOOM_STEPS - 1
        self.zoom += could
        return could

    def _newest_left(self, now_s: float, columns: int) -> int:
        return view_start(int(now_s / self.column_s), columns, max(1, columns // 4))

    def ruler(self, columns: int, tick: str) -> str:
        """Ticks with seconds since the start, each in the column that holds its moment."""
        step_s = self._step_s(columns)
        cells = [" "] * columns
        number = math.ceil(self.left * self.column_s / step_s - 1e-9)
        while (at := math.floor(number * step_s / self.column_s + 1e-6) - self.left) < columns:
            label = f"{tick}{_label(number * step_s)}"
            if at + len(label) <= columns:
                cells[at : at + len(label)] = label
            number += 1
        return "".join(cells)

    def _step_s(self, columns: int) -> float:
        """The shortest round time that takes up room enough for its labels."""
        power = math.floor(math.log10(_LEAST_LABEL_CELLS * self.column_s))
        steps = (each * 10.0**exponent for exponent in count(power) for each in _ROUND)
        return next(step_s for step_s in steps if self._has_room(step_s, columns))

    def _has_room(self, step_s: float, columns: int) -> bool:
        last = math.floor((self.left + columns) * self.column_s / step_s)
        # Beside a tick and a blank; of the two labels one may be the longer.
        longest = max(len(_label(each * step_s)) for each in (last, last - 1))
        least = max(_LEAST_LABEL_CELLS, longest + 2)
        return step_s / self.column_s >= least - 1e-6


def _label(t_s: float) -> str:
    return f"{t_s:.10g} s"
