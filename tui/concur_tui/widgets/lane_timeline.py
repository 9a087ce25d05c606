"""Lanes over time, drawn row by row and only where something changed."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.cells import cell_len
from textual import events
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from concur_tui.gil_use_words import GIL_LABEL
from concur_tui.terminal.capabilities import GlyphMode, this_terminal
from concur_tui.widgets.gil_row import GilRow
from concur_tui.widgets.lane_cells import looks
from concur_tui.widgets.lane_drawing import (
    CURSOR,
    MOMENT,
    Columns,
    gutter,
    lane_pieces,
    marked,
    readout_rows,
    share_out,
)
from concur_tui.widgets.lane_model import Current, LaneModel, Row
from concur_tui.widgets.lane_past import Span
from concur_tui.widgets.lane_readout import Moment, readout
from concur_tui.widgets.lane_ruler import (
    RULER_TICK,
    Now,
    ruler_cells,
    ruler_pieces,
    words_beside,
)
from concur_tui.widgets.line_drawing import row_of
from concur_tui.widgets.row_by_row import RowByRow
from concur_tui.widgets.state_styles import State
from concur_tui.widgets.time_window import TimeWindow
from concur_workloads.api import SharedGil


class LaneTimeline(ScrollView, RowByRow):
    """Time runs to the right in jumps; the row at the top is the ruler, under it stays the GIL.

    `follow` keeps the present in view. While it is held, a moment can be marked: the row below the
    lanes reads out what the selected lane did then. Keys and styles come with `LaneView`.
    """

    ALLOW_SELECT = False

    follow = reactive(True, repaint=False, init=False)
    selected = reactive(0, repaint=False, init=False)

    def __init__(
        self,
        *,
        glyphs: GlyphMode | None = None,
        id: str | None = None,  # noqa: A002 (the name that Textual gives it)
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._glyphs = glyphs or this_terminal().glyphs
        self._looks = looks(self._glyphs)
        self._model = LaneModel()
        self._window = TimeWindow()
        self._rows: dict[int, Row] = {}
        self._gil: GilRow | None = None
        self._ruler: list[tuple[str, str]] = []
        self._now: Now | None = None
        self._moment: Moment | None = None
        self._readout: list[str] = []
        self._longest_label = 0
        self._longest_detail = 0
        self._known_area: Size | None = None

    @property
    def lane_count(self) -> int:
        """How many lanes there are."""
        return len(self._model.lanes)

    @property
    def column_s(self) -> float:
        """Seconds a cell stands for."""
        return self._window.column_s

    def set_lanes(self, labels: Sequence[str]) -> None:
        """Show a lane for each label; lanes that keep place and label keep their past."""
        self._model.set_lanes(list(labels))
        self._longest_label = max(map(cell_len, labels), default=0)
        self._fit()
        self.selected = max(0, min(self.selected, len(labels) - 1))
        self._redraw()

    def add_span(self, lane: int, span: Span) -> None:
        """Append a finished stretch; spans of a lane come in the order of their starts.

        Raises `ValueError` for an unknown kind and `IndexError` for an unknown lane.
        """
        self._model.add_span(lane, span)

    def set_current(self, lane: int, current: Current | None) -> None:
        """What the lane is at now, which grows with `advance`; `None` for nothing."""
        self._model.set_current(lane, current)

    def add_cpu_share(
        self,
        lane: int,
        start_s: float,
        end_s: float,
        share: float,
        otherwise: State | None = None,
    ) -> None:
        """Append how much of an interval the worker was measured to be on a CPU, 0 to 1.

        `otherwise` is what it was at for most of the rest, None where that was not seen.
        """
        self._model.add_cpu_share(lane, start_s, end_s, share, otherwise)

    def show_gil(self, gil: SharedGil | None) -> None:
        """Take in what is new of the GIL that the workers share; no row for it if they do not."""
        if (gil is None) != (self._gil is None):
            self._gil = GilRow(self._glyphs) if gil is not None else None
            self._fit()
            self._redraw()
        if gil is not None and self._gil is not None:
            self._gil.add(gil)

    def mark_death(self, lane: int, t_s: float) -> None:
        """Mark that the worker died at `t_s`."""
        self._model.mark_death(lane, t_s)

    def mark_end(self, lane: int, t_s: float) -> None:
        """Mark that the worker ended at `t_s` as planned."""
        self._model.mark_end(lane, t_s)

    def set_detail(self, lane: int, text: str) -> None:
        """The words at the right end of the lane."""
        self._model.set_detail(lane, text)

    def say_now(self, now: Now | None) -> None:
        """What the selected lane is at, for beside the ruler while the present is followed."""
        self._now = now

    def advance(self, now_s: float) -> None:
        """Move the present to `now_s` seconds and paint whatever changed since the last call."""
        with self._area_known():
            self._advance(now_s)

    def _advance(self, now_s: float) -> None:
        changed = self._model.advance(now_s)
        before = self._window.left, self._longest_detail
        self._window.show(now_s, self._columns.timeline)
        details = (cell_len(self._model.lanes[lane].detail) for lane in changed)
        self._longest_detail = max(self._longest_detail, max(details, default=0))
        if self._gil is not None:
            self._longest_detail = max(self._longest_detail, self._gil.longest_detail)
        if before != (self._window.left, self._longest_detail):
            self._rebuild()
            self.refresh_rows(range(self._rows_in_use))
            return
        for lane in changed.intersection(self.visible_lanes):
            row = self._build(lane)
            if row != self._rows.get(lane):
                self._rows[lane] = row
                self._refresh_lane(lane)
        if self._gil is not None and self._build_gil(self._gil):
            self.refresh_rows([1])
        self._update_ruler()
        self._update_readout()

    def clear(self) -> None:
        """Forget all lanes and times, and follow again."""
        self._model = LaneModel()
        self._gil = None
        zoom = self._window.zoom
        self._window = TimeWindow()
        self._window.zoom = zoom
        self._longest_detail = 0
        self._now = None
        self.follow = True
        self.set_lanes([])

    def on_resize(self, _event: events.Resize) -> None:
        """Draw for the new size."""
        self._window.show(self._model.now_s, self._columns.timeline)
        self._redraw()

    def watch_follow(self) -> None:
        """Jump to the present, or stay."""
        self._window.follow = self.follow
        if self.follow:
            self._moment = None
        self._window.show(self._model.now_s, self._columns.timeline)
        self._redraw()

    def watch_selected(self, before: int, selected: int) -> None:
        """Keep the cursor in view."""
        if self._moment is not None:
            self._moment = Moment(self._moment.t_s)
        self._update_readout()
        for lane in (before, selected):
            self._refresh_lane(lane)
        self._scroll_to_selected()

    def _scroll_to_selected(self) -> None:
        top, page = self.scroll_offset.y, self._rows_for_lanes
        if page > 0 and not top <= self.selected < top + page:
            y = self.selected if self.selected < top else self.selected - page + 1
            self.scroll_to(y=y, animate=False, force=True)

    def watch_show_vertical_scrollbar(self) -> None:
        """Draw for the width that the scroll bar leaves."""
        self._redraw()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Other lanes come into view."""
        super().watch_scroll_y(old_value, new_value)
        self._rows.clear()

    @property
    def _area(self) -> Size:
        return self._known_area or self.scrollable_content_region.size

    @contextmanager
    def _area_known(self) -> Iterator[None]:
        """Work it out once for all that is done in the block, as it takes long."""
        self._known_area = self.scrollable_content_region.size
        try:
            yield
        finally:
            self._known_area = None

    @property
    def _columns(self) -> Columns:
        label = max(self._longest_label, cell_len(GIL_LABEL) if self._gil is not None else 0)
        return share_out(self._area.width, label, self._longest_detail)

    @property
    def visible_lanes(self) -> range:
        """The places of the lanes that are in view now."""
        top = self.scroll_offset.y
        return range(top, min(self.lane_count, top + self._rows_for_lanes))

    @property
    def _rows_for_lanes(self) -> int:
        """What the ruler leaves, the GIL, and what is read out."""
        return max(0, self._area.height - self._rows_above - len(self._readout))

    @property
    def _rows_above(self) -> int:
        """Those of the ruler and of the GIL, which stay where they are."""
        return 1 if self._gil is None else 2

    @property
    def _rows_in_use(self) -> int:
        return self._rows_above + len(self.visible_lanes) + len(self._readout)

    @property
    def _newest_place(self) -> int:
        """The column of the timeline, in view or not, of which some has passed."""
        return self._window.place(self._model.now_s - self.column_s * 1e-3)

    @property
    def _mark_at(self) -> int | None:
        """Which column of the timeline the marked moment is in, if it is in view."""
        if self._moment is None:
            return None
        place = self._window.place(self._moment.t_s)
        return place if 0 <= place < self._columns.timeline else None

    def _fit(self) -> None:
        self.virtual_size = Size(0, self._rows_above + self.lane_count + len(self._readout))

    def _build(self, lane: int) -> Row:
        timeline = self._columns.timeline
        return self._model.row(lane, self._window.left, timeline, self._window.zoom)

    def _build_gil(self, gil: GilRow) -> bool:
        return gil.build(self._window.left, self._columns.timeline, self._window.zoom)

    def _redraw(self) -> None:
        self._rebuild()
        self.refresh()

    def _rebuild(self) -> None:
        self._rows.clear()
        if self._gil is not None:
            self._build_gil(self._gil)
        self._update_ruler()
        self._update_readout()

    def _refresh_lane(self, lane: int) -> None:
        if lane in self.visible_lanes:
            self.refresh_rows([lane + self._rows_above - self.scroll_offset.y])

    def _update_ruler(self) -> None:
        columns = self._columns
        words = words_beside(
            self.column_s,
            columns,
            self._now,
            several=any(row.several for row in self._rows.values()),
            follow=self.follow,
            mode=self._glyphs,
        )
        mark = self._mark_at
        # Where the mark is, the ruler reaches.
        cells = ruler_cells(words, columns) if mark is None else columns.timeline
        ruler = self._window.ruler(cells, RULER_TICK[self._glyphs])
        if mark is not None:
            ruler = ruler[:mark] + MOMENT[self._glyphs] + ruler[mark + 1 :]
        pieces = list(ruler_pieces(ruler, words, columns))
        if mark is not None:
            pieces = marked(pieces, gutter(columns) + mark, "lane--moment")
        if pieces != self._ruler:
            self._ruler = pieces
            self.refresh_rows([0])

    def _update_readout(self) -> None:
        rows: list[str] = []
        if self._moment is not None and self.lane_count:
            parts = readout(self._model, self.selected, self._moment, self.column_s)
            column = self._window.left + self._window.place(self._moment.t_s)
            of_gil = self._gil.readout(column, self._window.zoom) if self._gil is not None else []
            width, room = max(1, self._area.width - 1), self._area.height - self._rows_above - 1
            rows = readout_rows(parts, of_gil, width, room, self._glyphs)
        if len(rows) != len(self._readout):
            self._readout = rows
            self._fit()
            self._scroll_to_selected()
            self.refresh()
        elif rows != self._readout:
            self._readout = rows
            y = self._rows_above + len(self.visible_lanes)
            self.refresh_rows(range(y, y + len(rows)))

    def render_lines(self, crop: Region) -> list[Strip]:
        """Some rows."""
        with self._area_known():
            return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """The ruler, a lane, or what is read out."""
        lane = y - self._rows_above + self.scroll_offset.y
        shown = self.visible_lanes
        pieces: list[tuple[str, str]] = []
        if y == 0:
            pieces = self._ruler
        elif y == 1 and self._gil is not None:
            place = self._mark_at
            column = None if place is None else (place, "lane--column")
            pieces = self._gil.pieces(self._columns, (" ", "lane--label"), column)
        elif lane not in shown:
            below = y - self._rows_above - len(shown)
            pieces = [(f" {text}", "lane--readout") for text in self._readout[below : below + 1]]
        else:
            if lane not in self._rows:
                self._rows[lane] = self._build(lane)
            label = self._model.lanes[lane].label
            cursor = self._cursor(lane)
            mark = self._mark(lane)
            pieces = lane_pieces(label, self._rows[lane], self._columns, self._looks, cursor, mark)
        style = self.get_component_rich_style
        styled = [(text, style(name)) for text, name in pieces]
        return row_of(styled, self._area.width, style("lane--label"))

    def _mark(self, lane: int) -> tuple[int, str] | None:
        place = self._mark_at
        if place is None:
            return None
        return place, "lane--moment" if lane == self.selected else "lane--column"

    def _cursor(self, lane: int) -> tuple[str, str]:
        if lane != self.selected:
            return " ", "lane--label"
        name = "lane--cursor" if self.has_focus else "lane--cursor-blurred"
        return CURSOR[self._glyphs], name
