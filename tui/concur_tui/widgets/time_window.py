"""Which stretch of time a timeline shows: following the present, or held where the user looks."""

import math

from concur_tui.widgets.lane_model import DEFAULT_ZOOM, ZOOM_STEPS, column_s
from concur_tui.widgets.time_series import view_start

_ROUND = (1, 2, 5, 10)
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
        """Make columns twice (or half) as long a step; a held view keeps a moment or its middle."""
        kept_s = (self.left + columns / 2) * self.column_s if around_s is None else around_s
        kept_at = kept_s / self.column_s - self.left
        self.zoom = max(0, min(ZOOM_STEPS - 1, self.zoom + steps))
        if self.follow:
            self.show(now_s, columns)
        else:
            left = round(kept_s / self.column_s - kept_at)
            self.left = max(0, min(left, self._newest_left(now_s, columns)))

    def zoom_out(self) -> bool:
        """Make columns twice as long and hold, if they can be; whether they could."""
        self.follow = False
        could = self.zoom < ZOOM_STEPS - 1
        self.zoom += could
        return could

    def _newest_left(self, now_s: float, columns: int) -> int:
        return view_start(int(now_s / self.column_s), columns, max(1, columns // 4))

    def ruler(self, columns: int, tick: str) -> str:
        """Ticks with seconds since the start, each in the column that holds its moment."""
        step_s = self._step_s()
        cells = [" "] * columns
        number = math.ceil(self.left * self.column_s / step_s - 1e-9)
        while (at := math.floor(number * step_s / self.column_s + 1e-6) - self.left) < columns:
            label = f"{tick}{number * step_s:g} s"
            if at + len(label) <= columns:
                cells[at : at + len(label)] = label
            number += 1
        return "".join(cells)

    def _step_s(self) -> float:
        """The shortest round time that takes up room enough for a label."""
        least_s = _LEAST_LABEL_CELLS * self.column_s
        power = 10.0 ** math.floor(math.log10(least_s))
        return next(step * power for step in _ROUND if step * power >= least_s - 1e-9)
