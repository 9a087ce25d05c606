"""A bar for all workers and one for each that show where time went, drawn row by row."""

from collections.abc import Mapping, Sequence

from textual import events
from textual.binding import Binding
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from concur_tui.formatting import percent
from concur_tui.terminal.capabilities import this_terminal
from concur_tui.widgets.budget_bar import bar, bar_heights, words_below
from concur_tui.widgets.budget_styles import BUDGET_STATES
from concur_tui.widgets.lane_drawing import CURSOR
from concur_tui.widgets.line_drawing import Piece, row_of
from concur_tui.widgets.state_styles import COMPONENT_CLASSES, component_class, component_css
from concur_workloads.api import BudgetItem, TimeBudget, sum_of_budgets

_LABEL_CELLS = 6

#: Of the longest share that there is: of some millionths.
_FIGURE_CELLS = 19

#: Rows of the screen that are not there for bars and for what stands below them.
_OTHER_ROWS = 2


class BudgetBars(ScrollView, can_focus=True, inherit_bindings=False):
    """The whole width of a bar is the life of its worker; one bar is selected.

    That is the first one, of all workers, until another is chosen.
    """

    BINDINGS = [
        Binding("up", "move(-1)", "bar up", show=False),
        Binding("down", "move(1)", "bar down", show=False),
        Binding("pageup", "move_page(-1)", "page up", show=False),
        Binding("pagedown", "move_page(1)", "page down", show=False),
        Binding("home", "move(-1_000_000)", "all workers", show=False),
        Binding("end", "move(1_000_000)", "last worker", show=False),
    ]
    COMPONENT_CLASSES = {
        *COMPONENT_CLASSES,
        "budget--text",
        "budget--cursor",
        "budget--cursor-blurred",
    }
    DEFAULT_CSS = f"""
    BudgetBars {{
        height: auto;
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        & > .budget--text {{ color: $foreground; }}
        & > .budget--cursor {{
            color: $block-cursor-foreground;
            background: $block-cursor-background;
            text-style: bold;
        }}
        & > .budget--cursor-blurred {{ color: $primary; text-style: bold; }}
    }}
    {component_css("BudgetBars")}
    """

    class Selected(Message):
        """The cursor is on another bar."""

    selected = reactive(0, init=False)

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._workers: Sequence[int] = ()
        self._bars: Sequence[TimeBudget] = ()

    @property
    def worker(self) -> int | None:
        """Whose bar is selected; None for that of all workers."""
        at = self.selected - 1
        return self._workers[at] if 0 <= at < len(self._workers) else None

    def show(self, budgets: Mapping[int, TimeBudget]) -> None:
        """Draw the budgets of the workers that are given by their numbers."""
        worker, before = self.worker, len(self._bars)
        whole = sum_of_budgets(budgets.values())
        self._workers = [*budgets]
        self._bars = [] if whole is None else [whole, *budgets.values()]
        self.selected = (
            self._workers.index(worker) + 1 if worker is not None and worker in budgets else 0
        )
        # Else the first resize does it.
        if self.is_attached:
            self._fit()
        self.refresh(layout=len(self._bars) != before)

    def on_resize(self) -> None:
        """Bars may be higher or lower now."""
        self._fit()

    def _fit(self) -> None:
        self.virtual_size = Size(0, len(self._bars) * self._rows_each)

    @property
    def _rows_each(self) -> int:
        return bar_heights(len(self._bars), self.screen.size.height - _OTHER_ROWS).each

    def get_content_height(self, _container: Size, viewport: Size, _width: int) -> int:
        """As many rows as there is room for."""
        return bar_heights(len(self._bars), viewport.height - _OTHER_ROWS).together

    def render_line(self, y: int) -> Strip:
        """A row of a bar, or what stands below it."""
        rows_each = self._rows_each
        at, row = divmod(y + self.scroll_offset.y, rows_each)
        width = self.scrollable_content_region.width
        text = self.get_component_rich_style("budget--text")
        if at >= len(self._bars):
            return row_of([], width, text)
        budget = self._bars[at]
        room = max(0, width - _LABEL_CELLS - 2 - _FIGURE_CELLS)
        parts = bar(budget, room, this_terminal().glyphs)
        if row == rows_each - 1 > 0:
            below = f"{' ' * (_LABEL_CELLS + 2)}{words_below(budget, parts)}"
            return row_of([(below, text)], width, text)
        pieces = [*self._label(at, is_first_row=row == 0), (" ", text)]
        for item, glyphs in parts:
            style = self.get_component_rich_style(component_class(BUDGET_STATES[item]))
            pieces.append((glyphs, style))
        if row == 0:
            pieces.append((f"  on CPU {percent(budget.share(BudgetItem.ON_CPU), 7)}", text))
        return row_of(pieces, width, text)

    def _label(self, at: int, *, is_first_row: bool) -> list[Piece]:
        text = self.get_component_rich_style("budget--text")
        words = ("all" if at == 0 else f"{self._workers[at - 1]}") if is_first_row else ""
        words = words.rjust(_LABEL_CELLS)
        if at != self.selected:
            return [(f" {words}", text)]
        cursor = CURSOR[this_terminal().glyphs] if is_first_row else " "
        name = "budget--cursor" if self.has_focus else "budget--cursor-blurred"
        return [(f"{cursor}{words}", self.get_component_rich_style(name))]

    def action_move(self, step: int) -> None:
        """Select another bar."""
        self.selected = max(0, min(self.selected + step, len(self._bars) - 1))

    def action_move_page(self, direction: int) -> None:
        """Go on by as many bars as are in view."""
        self.action_move(direction * max(1, self.size.height // self._rows_each))

    def on_click(self, event: events.Click) -> None:
        """Select the bar under the mouse."""
        offset = event.get_content_offset(self)
        if offset is not None:
            at = (offset.y + self.scroll_offset.y) // self._rows_each
            if at < len(self._bars):
                self.selected = at

    def watch_selected(self) -> None:
        """Keep the cursor in view, and tell that it moved."""
        rows, top, page = self._rows_each, self.scroll_offset.y, self.size.height
        first = self.selected * rows
        if first < top or first + rows > top + page > 0:
            y = first if first < top else first + rows - page
            self.scroll_to(y=y, animate=False, force=True)
        self.post_message(self.Selected())
