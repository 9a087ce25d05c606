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
    RULER_TICK,
    Columns,
    lane_pieces,
    note,
    ruler_cells,
    ruler_pieces,
    share_out,
)
from concur_tui.widgets.lane_model import Current, LaneModel, Row, Span
from concur_tui.widgets.lane_styles import LANE_CLASSES, LANE_CSS
from concur_tui.widgets.line_drawing import row_of
from concur_tui.widgets.state_styles import State
from concur_tui.widgets.time_window import TimeWindow

__all__ = ["Current", "LaneView", "Span"]


class LaneView(ScrollView, can_focus=True, inherit_bindings=False):
    """Time runs to the right in jumps; the row at the top is the ruler.

    `follow` keeps the present in view; panning holds the view, End follows again.
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
        self.virtual_size = Size(0, len(labels) + 1)
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
        self._window.zoom_by(steps, self._model.now_s, self._columns.timeline)
        self._redraw()

    def action_pan(self, direction: int) -> None:
        """Hold, and look a quarter of the width earlier or later."""
        width = self._columns.timeline
        self._window.pan(direction * max(1, width // 4), self._model.now_s, width)
        self.follow = False
        self._redraw()

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
        self.action_move(direction * max(1, self._area.height - 1))

    def on_click(self, event: events.Click) -> None:
        """Select the lane under the mouse."""
        offset = event.get_content_offset(self)
        lane = -1 if offset is None else offset.y - 1 + self.scroll_offset.y
        if 0 <= lane < self.lane_count and offset is not None and offset.y > 0:
            self.selected = lane

    def on_resize(self, _event: events.Resize) -> None:
        """Draw for the new size."""
        self._window.show(self._model.now_s, self._columns.timeline)
        self._redraw()

    def watch_follow(self) -> None:
        """Jump to the present, or stay."""
        self._window.follow = self.follow
        self._window.show(self._model.now_s, self._columns.timeline)
        self._redraw()

    def watch_selected(self, before: int, selected: int) -> None:
        """Keep the cursor in view and tell about it."""
        for lane in (before, selected):
            self._refresh_lane(lane)
        top, page = self.scroll_offset.y, self._area.height - 1
        if page > 0 and not top <= selected < top + page:
            target = selected if selected < top else selected - page + 1
            self.scroll_to(y=target, animate=False)
        if self.lane_count:
            self.post_message(self.Selected(self, selected))

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
        return range(top, min(self.lane_count, top + max(0, self._area.height - 1)))

    def _build(self, lane: int) -> Row:
        timeline = self._columns.timeline
        return self._model.row(lane, self._window.left, timeline, self._window.zoom)

    def _redraw(self) -> None:
        self._rows.clear()
        self._update_ruler()
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
        ruler = self._window.ruler(ruler_cells(text, columns), RULER_TICK[self._glyphs])
        pieces = ruler_pieces(ruler, text, columns)
        if pieces != self._ruler:
            self._ruler = pieces
            self.refresh(Region(0, 0, self._area.width, 1))

    def render_line(self, y: int) -> Strip:
        """The ruler or a lane."""
        lane = y - 1 + self.scroll_offset.y
        pieces: list[tuple[str, str]] = []
        if y == 0:
            pieces = self._ruler
        elif lane < self.lane_count:
            if lane not in self._rows:
                self._rows[lane] = self._build(lane)
            label = self._model.lanes[lane].label
            cursor = self._cursor(lane)
            pieces = lane_pieces(label, self._rows[lane], self._columns, self._looks, cursor)
        style = self.get_component_rich_style
        styled = [(text, style(name)) for text, name in pieces]
        return row_of(styled, self._area.width, style("lane--label"))

    def _cursor(self, lane: int) -> tuple[str, str]:
        if lane != self.selected:
            return " ", "lane--label"
        name = "lane--cursor" if self.has_focus else "lane--cursor-blurred"
        return CURSOR[self._glyphs], name
