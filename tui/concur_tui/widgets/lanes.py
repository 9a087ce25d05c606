"""A lane for each worker over time, and the keys to look around in them."""

from textual import events
from textual.binding import Binding
from textual.message import Message

from concur_tui.widgets.lane_drawing import gutter
from concur_tui.widgets.lane_jumps import Jump, named, target, why_none
from concur_tui.widgets.lane_model import Current
from concur_tui.widgets.lane_past import Span
from concur_tui.widgets.lane_readout import Moment
from concur_tui.widgets.lane_ruler import Now
from concur_tui.widgets.lane_styles import LANE_CLASSES, LANE_CSS
from concur_tui.widgets.lane_timeline import LaneTimeline

__all__ = ["Current", "Jump", "LaneView", "Now", "Span"]


class LaneView(LaneTimeline, can_focus=True, inherit_bindings=False):
    """Panning, stepping and jumping hold the view, End follows again."""

    BINDINGS = [
        Binding("up", "move(-1)", "lane up", id="lanes.up", show=False),
        Binding("down", "move(1)", "lane down", id="lanes.down", show=False),
        Binding("pageup", "move_page(-1)", "page up", id="lanes.page-up", show=False),
        Binding("pagedown", "move_page(1)", "page down", id="lanes.page-down", show=False),
        Binding("left", "pan(-1)", "earlier", id="lanes.earlier", tooltip="hold, and look earlier"),
        Binding("right", "pan(1)", "later", id="lanes.later", tooltip="hold, and look later"),
        Binding("home", "oldest", "start", id="lanes.start", tooltip="hold at the start"),
        Binding("end", "newest", "now", id="lanes.now", tooltip="follow the present again"),
        Binding(
            "plus,equals_sign",
            "zoom(-1)",
            "zoom in",
            id="lanes.zoom-in",
            key_display="+",
            tooltip="zoom in, down to 0.1 ms a cell",
        ),
        Binding(
            "minus",
            "zoom(1)",
            "zoom out",
            id="lanes.zoom-out",
            key_display="-",
            tooltip="zoom out, up to 6.4 s a cell",
        ),
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

    def action_zoom(self, steps: int) -> None:
        """Go by `steps` through the times that a cell may stand for: 0.1 ms to 6.4 s."""
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
        if offset is None or not 0 <= offset.y - self._rows_above < len(self.visible_lanes):
            return
        self.selected = self.visible_lanes[offset.y - self._rows_above]
        place = offset.x - gutter(self._columns)
        if 0 <= place <= min(self._newest_place, self._columns.timeline - 1):
            self._read_out_cell(place)

    def watch_selected(self, before: int, selected: int) -> None:
        """Tell that the cursor moved."""
        super().watch_selected(before, selected)
        if self.lane_count:
            self.post_message(self.Selected(self, selected))
