"""A live graph over time that repaints only the rows that changed."""

from collections.abc import Sequence

from textual import events
from textual.reactive import reactive
from textual.strip import Strip

from concur_tui.formatting import compact, significant
from concur_tui.terminal.capabilities import GlyphMode, this_terminal
from concur_tui.widgets.dot_canvas import Run
from concur_tui.widgets.graph_plot import OVER, columns_a_cell, plot_rows
from concur_tui.widgets.graph_scale import AutoScale
from concur_tui.widgets.line_drawing import Piece, clipped, row_of
from concur_tui.widgets.row_by_row import RowByRow
from concur_tui.widgets.time_series import TimeSeries, Values

AXIS_LABEL_WIDTH = 5
_LEAST_WIDTH_WITH_AXIS = 16
_COLOURS = 4
_SHRUNK = {GlyphMode.BRAILLE: "▼", GlyphMode.BLOCKS: "▼", GlyphMode.ASCII: "v"}


class TimeGraph(RowByRow):
    """Title and current value in the first row, then an axis with range and unit, and the graph.

    One series is drawn as an area, several as lines. Time runs in jumps of a quarter of the width.
    A value beyond the scale is marked in the top row, and a scale that has changed at its label.
    While `held` it shows what it showed, and takes in what comes.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES = {
        "graph--title",
        "graph--value",
        "graph--axis",
        *(f"graph--series-{number}" for number in range(_COLOURS)),
    }
    DEFAULT_CSS = """
    TimeGraph {
        width: 1fr;
        height: 1fr;
        & > .graph--title { color: $text-muted; }
        & > .graph--value { color: $foreground; text-style: bold; }
        & > .graph--axis { color: $text-muted; }
        & > .graph--series-0 { color: $primary; }
        & > .graph--series-1 { color: $warning; }
        & > .graph--series-2 { color: $secondary; }
        & > .graph--series-3 { color: $success; }
    }
    """

    held = reactive(False, repaint=False, init=False)
    title = reactive("", repaint=False)
    unit = reactive("", repaint=False)
    maximum: reactive[float | None] = reactive(None, repaint=False)

    def __init__(
        self,
        title: str,
        unit: str,
        *,
        series: Sequence[str] = ("",),
        maximum: float | None = None,
        window_s: float = 30.0,
        glyphs: GlyphMode | None = None,
        id: str | None = None,  # noqa: A002 (the name that Textual gives it)
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._series_names = tuple(series)
        self._series = TimeSeries(len(self._series_names), window_s)
        self._shown = self._series
        self._glyphs = glyphs or this_terminal().glyphs
        self._scale = AutoScale(maximum)
        self._head: list[tuple[str, str]] = []
        self._axis: list[str] = []
        self._plot: list[list[Run]] = []
        self.set_reactive(TimeGraph.title, title)
        self.set_reactive(TimeGraph.unit, unit)
        self.set_reactive(TimeGraph.maximum, maximum)

    @property
    def latest(self) -> Values | None:
        """The newest value of each series, in the unit of the graph."""
        return self._series.latest

    def add(self, t_s: float, values: Sequence[float | None]) -> None:
        """Append one value a series at `t_s` seconds; `None` leaves a gap.

        Raises `ValueError` for a wrong number of values or a time that runs backwards.
        """
        self._series.add(t_s, values)
        if not self.held:
            self._update_rows()

    def clear(self) -> None:
        """Forget all samples, for a new run."""
        self._series.clear()
        self._shown = self._series
        self._scale = AutoScale(self.maximum)
        self._update_rows()

    def on_resize(self, _event: events.Resize) -> None:
        """Draw for the new size."""
        self._update_rows()

    def watch_held(self, held: bool) -> None:  # noqa: FBT001 (Textual hands it over so)
        """Stand still, or catch up."""
        self._shown = self._series.copy() if held else self._series
        self._update_rows()

    def watch_title(self) -> None:
        """Show the new title."""
        self._update_rows()

    def watch_unit(self) -> None:
        """Show the new unit."""
        self._update_rows()

    def watch_maximum(self, maximum: float | None) -> None:
        """Draw on the new scale; `None` fits the scale to the data."""
        self._scale = AutoScale(maximum)
        self._update_rows()

    def _update_rows(self) -> None:
        """Compute all rows and mark those that differ from what is shown."""
        width, height = self.room
        if width <= 0 or height <= 0:
            return
        before = [self._signature(y) for y in range(height)]
        self._draw(width, height - 1)
        self._head = self._heading(width)
        self.refresh_rows(y for y in range(height) if self._signature(y) != before[y])

    def _signature(self, y: int) -> object:
        if y == 0:
            return self._head
        row = y - 1
        return (self._axis[row], self._plot[row]) if row < len(self._plot) else None

    def _draw(self, width: int, height: int) -> None:
        axis_width = AXIS_LABEL_WIDTH + 1 if width >= _LEAST_WIDTH_WITH_AXIS else 0
        width -= axis_width
        across = columns_a_cell(len(self._series_names), self._glyphs)
        columns = self._shown.columns(width * across, max(1, width // 4) * across)
        visible = (v for values in columns for v in values if v is not None)
        maximum = self._scale.fit(visible, self._shown.latest_s or 0.0)
        self._axis = self._axis_labels(height, maximum, axis_width)
        self._plot = plot_rows(columns, maximum, height, self._glyphs)

    @property
    def _scale_before(self) -> float | None:
        """Of a scale that has only just changed."""
        return self._scale.lately(self._shown.latest_s or 0.0)

    def _axis_labels(self, height: int, maximum: float, width: int) -> list[str]:
        labels = [""] * max(0, height)
        if labels:
            foot = f"0 {self.unit}" if self.unit else "0"
            labels[-1] = foot if len(foot) <= AXIS_LABEL_WIDTH else "0"
            labels[0] = self._top_label(maximum)
        if height >= 3 and height % 2:
            labels[height // 2] = compact(maximum / 2)
        mark = "|" if self._glyphs is GlyphMode.ASCII else "│"
        tick = "+" if self._glyphs is GlyphMode.ASCII else "┤"
        return [
            f"{label:>{AXIS_LABEL_WIDTH}}{tick if label else mark}" if width else ""
            for label in labels
        ]

    def _top_label(self, maximum: float) -> str:
        label = compact(maximum)
        before = self._scale_before
        if before is None:
            return label
        mark = (OVER if before < maximum else _SHRUNK)[self._glyphs]
        return f"{mark}{label:>{AXIS_LABEL_WIDTH - 1}}"

    def _heading(self, width: int) -> list[tuple[str, str]]:
        """Pairs of text and component class for the first row."""
        values = self._shown.latest or (None,) * len(self._series_names)
        unit = f" {self.unit}" if self.unit else ""
        shown: list[tuple[str, str]] = []
        for number, (name, value) in enumerate(zip(self._series_names, values, strict=True)):
            if name:
                shown.append((f"  {name} ", f"graph--series-{number % _COLOURS}"))
            shown.append((f"{significant(value, width=5)}{unit}", "graph--value"))
        room = width - sum(len(text) for text, _ in shown)
        note = f"{compact(self._shown.window_s)} s"
        before = self._scale_before
        if before is not None:
            note = f"scale was {compact(before)}"
        title = f"{self.title} · {note}"
        title = title if len(title) < room else self.title
        return [(clipped(title, room - 1).ljust(max(0, room)), "graph--title"), *shown]

    def render_line(self, y: int) -> Strip:
        """One row; the text was computed when the data came."""
        style = self.get_component_rich_style
        pieces: list[Piece] = []
        if y == 0:
            pieces = [(text, style(name)) for text, name in self._head]
        elif y - 1 < len(self._plot):
            pieces = [(self._axis[y - 1], style("graph--axis"))]
            pieces += [
                (text, style(f"graph--series-{series % _COLOURS}"))
                for text, series in self._plot[y - 1]
            ]
        return row_of(pieces, self.room.width, style("graph--axis"))
