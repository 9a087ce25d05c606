"""The log as a view on a ring of lines: painted five times a second, however many arrive."""

from collections.abc import Iterable
from datetime import tzinfo

from rich.cells import cell_len
from textual import events
from textual.binding import Binding
from textual.reactive import reactive
from textual.strip import Strip
from textual.timer import Timer

from concur_tui.formatting import count
from concur_tui.widgets.line_drawing import clipped, row_of
from concur_tui.widgets.log_ring import CAPACITY, Level, LogLine, LogRing
from concur_tui.widgets.log_row import LONGEST_SOURCE, ROW_CLASSES, RowView, log_row
from concur_tui.widgets.log_search import LogSearch
from concur_tui.widgets.row_by_row import RowByRow

__all__ = ["Level", "LogLine", "LogView"]

REFRESH_S = 0.2
_SIDE_STEP = 20


class LogView(RowByRow, can_focus=True):
    """Follows new lines until it is scrolled up; End follows again.

    A row at the top tells how many lines were dropped and what a search found, if there is any.
    """

    ALLOW_SELECT = False
    BINDINGS = [
        Binding("up", "scroll(-1)", "line up", id="log.up", show=False),
        Binding("down", "scroll(1)", "line down", id="log.down", show=False),
        Binding("pageup", "scroll_page(-1)", "page up", id="log.page-up", show=False),
        Binding("pagedown", "scroll_page(1)", "page down", id="log.page-down", show=False),
        Binding("home", "oldest", "first line", id="log.start", show=False),
        Binding("end", "newest", "follow", id="log.end", tooltip="follow new lines again"),
        Binding("left", "shift(-1)", "shift left", id="log.left", show=False),
        Binding("right", "shift(1)", "shift right", id="log.right", show=False),
        Binding("n", "search_next", "next hit", id="log.next", show=False),
        Binding("N", "search_previous", "previous hit", id="log.previous", show=False),
    ]
    COMPONENT_CLASSES = ROW_CLASSES | {"log--note"}
    DEFAULT_CSS = """
    LogView {
        width: 1fr;
        height: 1fr;
        & > .log--time { color: $text-muted; }
        & > .log--source { color: $text-muted; }
        & > .log--note { color: $accent; }
        & > .log--debug { color: $text-muted; }
        & > .log--info { color: $foreground; }
        & > .log--warning { color: $warning; }
        & > .log--error { color: $error; text-style: bold; }
        & > .log--hit { color: $background; background: $warning; }
        & > .log--current-hit { color: $background; background: $accent; text-style: bold; }
    }
    """

    follow = reactive(True, repaint=False, init=False)
    level: reactive[Level] = reactive(Level.INFO, repaint=False, init=False)
    filter_text = reactive("", repaint=False, init=False)

    def __init__(
        self,
        *,
        capacity: int = CAPACITY,
        timezone: tzinfo | None = None,
        id: str | None = None,  # noqa: A002 (the name that Textual gives it)
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._ring = LogRing(capacity)
        self._timezone = timezone
        self._anchor = 0
        self._shift = 0
        self._source_width = 0
        self._search = LogSearch(self._ring, "")
        self._note = ""
        self._shown: list[int] = []
        self._flush_timer: Timer | None = None

    @property
    def dropped(self) -> int:
        """How many lines made room for newer ones."""
        return self._ring.first

    @property
    def matching(self) -> int:
        """How many lines pass the level and the filter."""
        return len(self._ring.matches)

    def extend(self, lines: Iterable[LogLine]) -> None:
        """Append lines; they are painted together within a fifth of a second."""
        self._ring.extend(lines)
        if self._flush_timer is None and self.is_mounted:
            self._flush_timer = self.set_timer(REFRESH_S, self.flush)

    def flush(self) -> None:
        """Paint what has arrived by now."""
        if self._flush_timer is not None:
            self._flush_timer.stop()
            self._flush_timer = None
        self._search.look_again()
        self._update()

    def clear(self) -> None:
        """Forget all lines."""
        self._ring.clear()
        self._anchor = 0
        self.flush()

    def search(self, text: str) -> int:
        """Highlight `text` and go to its newest line; the number of lines that contain it.

        An empty text ends the search.
        """
        self._search = LogSearch(self._ring, text)
        self._search.newest()
        self._go_to_hit()
        return len(self._search.hits)

    def action_search_next(self) -> None:
        """Go to the next newer hit, after the newest to the oldest."""
        self._search.next()
        self._go_to_hit()

    def action_search_previous(self) -> None:
        """Go to the next older hit, after the oldest to the newest."""
        self._search.previous()
        self._go_to_hit()

    def _go_to_hit(self) -> None:
        hit = self._search.current
        if hit >= 0:
            self.follow = False
            if hit not in self._shown:
                self._anchor_at(self._ring.position(hit) - self._page // 2)
        self.refresh()
        self._update()

    def action_scroll(self, lines: int) -> None:
        """Hold, and move by lines."""
        top = self._top
        self.follow = False
        self._anchor_at(top + lines)
        self._update()

    def action_scroll_page(self, pages: int) -> None:
        """Hold, and move by pages."""
        self.action_scroll(pages * max(1, self._page - 1))

    def action_oldest(self) -> None:
        """Hold at the oldest line."""
        self.action_scroll(-len(self._ring.matches))

    def action_newest(self) -> None:
        """Follow new lines."""
        self.follow = True

    def action_shift(self, direction: int) -> None:
        """Look at what long lines hold further to the right."""
        self._shift = max(0, self._shift + direction * _SIDE_STEP)
        self.refresh()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Three lines up."""
        event.stop()
        self.action_scroll(-3)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Three lines down."""
        event.stop()
        self.action_scroll(3)

    def on_mount(self) -> None:
        """Paint what came before."""
        self.flush()

    def on_resize(self, _event: events.Resize) -> None:
        """Show as many lines as there is room for now."""
        self._update()

    def watch_follow(self) -> None:
        """Jump to the newest line, or stay."""
        if not self.follow:
            self._anchor_at(self._last_top)
        self._update()

    def watch_level(self) -> None:
        """Show lines of this level and up."""
        self._narrow()

    def watch_filter_text(self) -> None:
        """Show lines that contain this text."""
        self._narrow()

    def _narrow(self) -> None:
        self._ring.show_only(self.level, self.filter_text)
        self.flush()

    @property
    def _page(self) -> int:
        return max(0, self.room.height - bool(self._note))

    @property
    def _top(self) -> int:
        """Where among the matching lines the first row stands."""
        last = self._last_top
        return last if self.follow else min(last, self._ring.position(self._anchor))

    @property
    def _last_top(self) -> int:
        return max(0, len(self._ring.matches) - max(1, self._page))

    def _anchor_at(self, position: int) -> None:
        """Hold the line at `position` of the matching ones, so that arrivals do not move it."""
        position = max(0, min(position, self._last_top))
        self._anchor = self._ring.matches[position] if self._ring.matches else 0

    def _update(self) -> None:
        """Refresh the rows whose line changed."""
        height = self.room.height
        before, before_note = self._shown, self._note
        self._note = self._notice()
        top = self._top
        matches = self._ring.matches
        self._shown = [matches[at] for at in range(top, min(top + self._page, len(matches)))]
        widest = max((cell_len(self._ring[each].source) for each in self._shown), default=0)
        if widest > self._source_width or bool(before_note) != bool(self._note):
            self._source_width = max(self._source_width, min(widest, LONGEST_SOURCE))
            self.refresh()
            return
        offset = bool(self._note)
        rows = [
            offset + at
            for at in range(max(len(before), len(self._shown)))
            if before[at : at + 1] != self._shown[at : at + 1]
        ]
        if self._note != before_note:
            rows.append(0)
        self.refresh_rows(y for y in rows if y < height)

    def _notice(self) -> str:
        dropped = f"{count(self.dropped)} earlier lines dropped" if self.dropped else ""
        return " · ".join(part for part in (dropped, self._search.notice) if part)

    def render_line(self, y: int) -> Strip:
        """The notice or a line of the log."""
        width = self.room.width
        style = self.get_component_rich_style
        if self._note and y == 0:
            note = clipped(self._note, width)
            return row_of([(note, style("log--note"))], width, style("log--note"))
        at = y - bool(self._note)
        if at >= len(self._shown) or self._shown[at] < self._ring.first:
            return Strip.blank(width, style("log--time"))
        number = self._shown[at]
        view = RowView(
            width,
            self._source_width,
            self._shift,
            self._search.needle if self._search.text else None,
            self._timezone,
            style,
        )
        current = number == self._search.current
        return log_row(self._ring[number], view, current=current)
