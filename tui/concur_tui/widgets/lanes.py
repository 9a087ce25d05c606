"""A lane for each worker over time, drawn row by row and only where something changed."""

from collections.abc import Sequence

from rich.cells import cell_len
from textual import events
from textual.binding import Binding
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from concur_tui.terminal.capabilities import GlyphMode, this_terminal
from concur_tui.widgets.lane_cells import looks
from concur_tui.widgets.lane_drawing import (
    CURSOR,
    MOMENT,
    RULER_TICK,
    Columns,
    gutter,
    in_rows,
    lane_pieces,
    marked,
    note,
    ruler_cells,
    ruler_pieces,
    share_out,
)
from concur_tui.widgets.lane_jumps import Jump, named, target, why_none
from concur_tui.widgets.lane_model import Current, LaneModel, Row
from concur_tui.widgets.lane_past import Span
from concur_tui.widgets.lane_readout import Moment, readout
from concur_tui.widgets.lane_styles import LANE_CLASSES, LANE_CSS
from concur_tui.widgets.line_drawing import row_of
from concur_tui.widgets.state_styles import State
from concur_tui.widgets.time_window import TimeWindow

__all__ = ["Current", "Jump", "LaneView", "Span"]


class LaneView(ScrollView, can_focus=True, inherit_bindings=False):
    """Time runs to the right in jumps; the row at the top is the ruler.

    `follow` keeps the present in view; panning holds the view, End follows again. While it is held,
    a moment can be marked: the row below the lanes reads out what the selected lane did then.
    """

    ALLOW_SELECT = False
    BINDINGS = [
        Binding("up", "move(-1)", "lane up", id="lanes.up", show=False),
        Binding("down", "move(1)", "lane down", id="lanes.down", show=False),
        Binding("pageup", "move_page(-1)", "page up", id="lanes.page-up", show=False),
        Binding("pagedown", "move_page(1)", "page down", id="lanes.page-down", show=False),
        Binding("left", "pan(-1)", "earlier", id="lanes.earlier", tooltip="hold, and look earlier"),
        Binding("right", "pan(1)", "later", id="lanes.later", tooltip="hold, and look later"),
        Binding("home", "oldest", "start", id="lanes.start", tooltip="hold at the start"),
        Binding("end", "newest", "now", id="lanes.now", tooltip="follow the present again"),
        Binding("plus,equals_sign", "zoom(-1)", "zoom in", id="lanes.zoom-in", key_display="+"),
        Binding("minus", "zoom(1)", "zoom out", id="lanes.zoom-out", key_display="-"),
        Binding(
            "comma",
            "step(-1)",
            "cell before",
            id="lanes.before",
            tooltip="hold, and read out what the selected lane did a cell earlier",
        ),
        Binding(
            "full_stop",
            "step(1)",
            "cell after",
            id="lanes.after",
            tooltip="hold, and read out what the selected lane did a cell later",
        ),
        Binding("enter", "choose", "control block", id="lanes.choose", show=False),
    ]
    COMPONENT_CLASSES = LANE_CLASSES
    DEFAULT_CSS = LANE_CSS

    follow = reactive(True, repaint=False, init=False)
    selected = reactive(0, repaint=False, init=False)

    class Selected(Message):
        """The cursor moved to `lane`."""

        def __init__(self, view: "LaneView", lane: int) -> None:
            self.view = view
            self.lane = lane
            super().__init__()

        @property
        def control(self) -> "LaneView":
            """The view that sent this."""
            return self.view

    class Chosen(Message):
        """Enter was pressed: more is wanted of the lane under the cursor."""

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
        self._ruler: list[tuple[str, str]] = []
        self._moment: Moment | None = None
        self._readout: list[str] = []
        self._longest_label = 0
        self._longest_detail = 0

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

    def mark_end(self, lane: int, t_s: float) -> None:
        """Mark the death of the worker at `t_s`."""
        self._model.mark_end(lane, t_s)

    def set_detail(self, lane: int, text: str) -> None:
        """The words at the right end of the lane."""
        self._model.set_detail(lane, text)

    def advance(self, now_s: float) -> None:
        """Move the present to `now_s` seconds and paint whatever changed since the last call."""
        changed = self._model.advance(now_s)
        before = self._window.left, self._longest_detail
        self._window.show(now_s, self._columns.timeline)
        details = (cell_len(self._model.lanes[lane].detail) for lane in changed)
        self._longest_detail = max(self._longest_detail, max(details, default=0))
        if before != (self._window.left, self._longest_detail):
            self._redraw()
            return
        for lane in changed.intersection(self.visible_lanes):
            row = self._build(lane)
            if row != self._rows.get(lane):
                self._rows[lane] = row
                self._refresh_lane(lane)
        self._update_ruler()
        self._update_readout()

    def clear(self) -> None:
        """Forget all lanes and times, and follow again."""
        self._model = LaneModel()
        zoom = self._window.zoom
        self._window = TimeWindow()
        self._window.zoom = zoom
        self._longest_detail = 0
        self.follow = True
        self.set_lanes([])

    def action_zoom(self, steps: int) -> None:
        """Double the time a cell stands for `steps` times, or halve it: 12.5 ms to 6.4 s."""
        around_s = self._moment.t_s if self._moment and self._mark_at is not None else None
        self._window.zoom_by(steps, self._model.now_s, self._columns.timeline, around_s)
        self._redraw()

    def action_pan(self, direction: int) -> None:
        """Hold, and look a quarter of the width earlier or later."""
        width = self._columns.timeline
        self._window.pan(direction * max(1, width // 4), self._model.now_s, width)
        self.follow = False
        self._redraw()

    def action_step(self, cells: int) -> None:
        """Hold, and read out the moment `cells` later; at first, the newest one in view."""
        newest = self._newest_place
        if self._moment is not None:
            place = self._window.place(self._moment.t_s) + cells
        else:
            place = min(newest, self._columns.timeline - 1)
        self._read_out_cell(min(place, newest))

    def _read_out_cell(self, place: int) -> None:
        t_s = (self._window.left + place + 0.5) * self.column_s
        self._read_out(Moment(max(0.0, min(t_s, self._model.now_s))))

    def _read_out(self, moment: Moment) -> None:
        self._moment = moment
        self.follow = False
        self._window.reveal(moment.t_s, self._model.now_s, self._columns.timeline)
        self._redraw()

    def jump(self, jump: Jump) -> str:
        """Select the lane of a task that stands out, and read it out; else say why there is none.

        Zooms out as far as it takes to reach back to it.
        """
        pasts = [lane.past for lane in self._model.lanes]
        found = target(pasts, jump)
        if found is None:
            return why_none(pasts, jump)
        lane, task = found
        self.selected = lane
        while self._model.oldest_s(self._window.zoom) > task.start_s and self._window.zoom_out():
            pass
        t_s = task.last_s if jump is Jump.FIRST_FAILURE else (task.start_s + task.end_s) / 2
        self._read_out(Moment(t_s, task, named(pasts, jump)))
        return ""

    def action_oldest(self) -> None:
        """Hold at the oldest moment that is remembered."""
        self._window.go_to(self._model.oldest_s(self._window.zoom))
        self.follow = False
        self._redraw()

    def action_newest(self) -> None:
        """Follow the present."""
        self.follow = True

    def action_choose(self) -> None:
        """Ask for more of the lane under the cursor."""
        if self.lane_count:
            self.post_message(self.Chosen())

    def action_move(self, step: int) -> None:
        """Move the cursor by lanes."""
        self.selected = max(0, min(self.selected + step, self.lane_count - 1))

    def action_move_page(self, direction: int) -> None:
        """Move the cursor by a page of lanes."""
        self.action_move(direction * max(1, self._rows_for_lanes))

    def on_click(self, event: events.Click) -> None:
        """Select the lane under the mouse, and read out the cell there."""
        offset = event.get_content_offset(self)
        if offset is None or not 0 < offset.y <= len(self.visible_lanes):
            return
        self.selected = self.visible_lanes[offset.y - 1]
        place = offset.x - gutter(self._columns)
        if 0 <= place <= min(self._newest_place, self._columns.timeline - 1):
            self._read_out_cell(place)

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
        """Keep the cursor in view and tell about it."""
        if self._moment is not None:
            self._moment = Moment(self._moment.t_s)
        self._update_readout()
        for lane in (before, selected):
            self._refresh_lane(lane)
        self._scroll_to_selected()
        if self.lane_count:
            self.post_message(self.Selected(self, selected))

    def _scroll_to_selected(self) -> None:
        top, page = self.scroll_offset.y, self._rows_for_lanes
        if page > 0 and not top <= self.selected < top + page:
            y = self.selected if self.selected < top else self.selected - page + 1
            self.scroll_to(y=y, animate=False)

    def watch_show_vertical_scrollbar(self) -> None:
        """Draw for the width that the scroll bar leaves."""
        self._redraw()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Other lanes come into view."""
        super().watch_scroll_y(old_value, new_value)
        self._rows.clear()

    @property
    def _area(self) -> Size:
        return self.scrollable_content_region.size

    @property
    def _columns(self) -> Columns:
        return share_out(self._area.width, self._longest_label, self._longest_detail)

    @property
    def visible_lanes(self) -> range:
        """The places of the lanes that are in view now."""
        top = self.scroll_offset.y
        return range(top, min(self.lane_count, top + self._rows_for_lanes))

    @property
    def _rows_for_lanes(self) -> int:
        """What the ruler leaves, and what is read out."""
        return max(0, self._area.height - 1 - len(self._readout))

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
        self.virtual_size = Size(0, 1 + self.lane_count + len(self._readout))

    def _build(self, lane: int) -> Row:
        timeline = self._columns.timeline
        return self._model.row(lane, self._window.left, timeline, self._window.zoom)

    def _redraw(self) -> None:
        self._rows.clear()
        self._update_ruler()
        self._update_readout()
        self.refresh()

    def _refresh_lane(self, lane: int) -> None:
        if lane in self.visible_lanes:
            y = lane + 1 - self.scroll_offset.y
            self.refresh(Region(0, y, self._area.width, 1))

    def _update_ruler(self) -> None:
        columns = self._columns
        text = note(
            self.column_s,
            several=any(row.several for row in self._rows.values()),
            follow=self.follow,
            mode=self._glyphs,
        )
        mark = self._mark_at
        # Where the mark is, the ruler reaches.
        cells = ruler_cells(text, columns) if mark is None else columns.timeline
        ruler = self._window.ruler(cells, RULER_TICK[self._glyphs])
        if mark is not None:
            ruler = ruler[:mark] + MOMENT[self._glyphs] + ruler[mark + 1 :]
        pieces = ruler_pieces(ruler, text, columns)
        if mark is not None:
            pieces = marked(pieces, gutter(columns) + mark, "lane--moment")
        if pieces != self._ruler:
            self._ruler = pieces
            self.refresh(Region(0, 0, self._area.width, 1))

    def _update_readout(self) -> None:
        rows: list[str] = []
        if self._moment is not None and self.lane_count:
            parts = readout(self._model, self.selected, self._moment, self.column_s)
            rows = in_rows(parts, max(1, self._area.width - 1), self._glyphs)
        if len(rows) != len(self._readout):
            self._readout = rows
            self._fit()
            self._scroll_to_selected()
            self.refresh()
        elif rows != self._readout:
            self._readout = rows
            self.refresh(Region(0, 1 + len(self.visible_lanes), self._area.width, len(rows)))

    def render_line(self, y: int) -> Strip:
        """The ruler, a lane, or what is read out."""
        lane = y - 1 + self.scroll_offset.y
        pieces: list[tuple[str, str]] = []
        if y == 0:
            pieces = self._ruler
        elif lane not in self.visible_lanes:
            below = y - 1 - len(self.visible_lanes)
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
