"""All keys from the registry, the keys inside lanes and log, and what the patterns mean."""

from collections.abc import Iterable, Iterator
from itertools import chain

from rich.style import Style
from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.color import Color
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from concur_tui.actions import (
    APP_ACTIONS,
    LANE_ACTIONS,
    PANE_ACTIONS,
    RUN_ACTIONS,
    Action,
    key_name,
)
from concur_tui.screen_actions import (
    CONTROL_BLOCK_ACTIONS,
    FINDINGS_ACTIONS,
    RACE_ACTIONS,
    SERIES_ACTIONS,
    TIME_BUDGET_ACTIONS,
)
from concur_tui.screens.workbench.interpreter_field import InterpreterField
from concur_tui.widgets.choice import Choice
from concur_tui.widgets.lanes import LaneView
from concur_tui.widgets.legend import Legend
from concur_tui.widgets.log_view import LogView
from concur_tui.widgets.state_styles import State

_IN_LANES = (
    State.ON_CPU,
    State.PART_CPU,
    State.OFF_CPU,
    State.UNMEASURED,
    State.GIL_WAIT,
    State.READY,
    State.PIPE,
    State.DISK,
    State.LOCK,
    State.SLEEPING,
    State.CHILD,
    State.AWAITING,
    State.STOPPED,
    State.ZOMBIE,
    State.BLOCKED,
    State.START_UP,
    State.FAILED,
    State.DEAD,
    State.ENDED,
)
_CPU_BAR = (
    "█ (# in ASCII) programs, ▒ (+) the kernel, x taken by a hypervisor; the number is the sum of "
    "the first two, in percent of the CPU."
)
_CLOSE_UP = (
    "Cells of less than 12.5 ms are drawn from the tasks that a lane remembers, which are the last "
    "2 048 at most; it is blank before them. Of very many tasks, those of less than a millisecond "
    "are told together, and stand one after the other."
)
_GIL_LANE = (
    "For threads that share it. A digit: the worker that was seen to hold it most often, by its "
    "last digit and its colour; filled, if at three of four looks or more, else it changed hands. "
    "?: workers waited, but mostly several others ran or none did, so nobody can tell. · (. in "
    "ASCII): no worker was seen waiting for it. Blank: no look. All workers are looked at at once "
    "up to a hundred times a second, so it is an estimate; , and . read out how far it may be off. "
    "Hand-overs are counted in bursts of looks a millisecond apart; before the first, or if they "
    "are too fast for that, it says >=. Cells of less than 12.5 ms show what was seen in the 12.5 "
    "ms around them."
)
_KEY_CELLS = 12


def _of_actions(actions: Iterable[Action]) -> Iterator[tuple[str, str]]:
    for action in actions:
        yield action.binding.key_display or action.key, action.tooltip


def _of_bindings(bindings: Iterable[BindingType]) -> Iterator[tuple[str, str]]:
    for binding in bindings:
        if isinstance(binding, Binding):
            yield key_name(binding.key), binding.tooltip or binding.description


class HelpScreen(ModalScreen[None]):
    """One scrolling page over the workbench."""

    CSS_PATH = "help.tcss"
    AUTO_FOCUS = "#help"
    BINDINGS = [Binding("escape,q,question_mark", "dismiss", "close", id="close-help")]

    def compose(self) -> ComposeResult:
        """Keys by section, then the patterns."""
        with VerticalScroll(id="help") as page:
            page.border_title = "Help"
            page.border_subtitle = "Esc closes"
            yield from self._section("The run", _of_actions(RUN_ACTIONS))
            yield from self._section("Panes", _of_actions(PANE_ACTIONS))
            yield from self._section(
                "In the form", _of_bindings([*Choice.BINDINGS, *InterpreterField.BINDINGS])
            )
            series = "In the matrix, and in the search for the break-even"
            yield from self._section(series, _of_actions(SERIES_ACTIONS))
            yield from self._section("In the race", _of_actions(RACE_ACTIONS))
            yield from self._section("In a control block", _of_actions(CONTROL_BLOCK_ACTIONS))
            yield from self._section("In the list of findings", _of_actions(FINDINGS_ACTIONS))
            yield from self._section("In the time budget", _of_actions(TIME_BUDGET_ACTIONS))
            yield from self._section("Everywhere", _of_actions(APP_ACTIONS))
            lanes = chain(_of_bindings(LaneView.BINDINGS), _of_actions(LANE_ACTIONS))
            yield from self._section("In the lanes", lanes)
            yield from self._section("In the log", _of_bindings(LogView.BINDINGS))
            yield Static("In a lane, a cell of", classes="help-heading")
            yield Legend(_IN_LANES)
            yield Static(_CLOSE_UP, classes="help-text")
            yield Static("In the lane of the GIL", classes="help-heading")
            yield Static(_GIL_LANE, classes="help-text")
            yield Static("In the bar of a CPU", classes="help-heading")
            yield Static(_CPU_BAR, classes="help-text")
            yield Static("Reading the figures", classes="help-heading")
            yield Static(
                "100 % of CPU is one CPU fully used. Speed-up is the serial wall time over the "
                "wall time of the backend, pass by pass; the range beside it is its 95 % "
                "interval. + good, ~ noisy and ! not trustworthy say how far figures can be "
                "believed; Enter on one of the last runs lists why, and what was found in it. In "
                "the title of the resources, p50, p95 and p99 are what 50, 95 and 99 % of the "
                "tasks took at most: those of the backend that gave a result, without warm-up; "
                "where records were lost, the recorded ones. PSS counts memory that processes "
                "share once. At the scale of a graph, ▲ and ▼ say that it has just changed; ▲ in "
                "the graph, that a value lies beyond it. "
                "Switches are those of a thread that had to wait (vol) or to make room (invol).",
                classes="help-text",
            )

    def _section(self, heading: str, keys: Iterable[tuple[str, str]]) -> Iterator[Widget]:
        yield Static(heading, classes="help-heading")
        primary = Color.parse(self.app.theme_variables["primary"]).rich_color
        table = Table.grid()
        table.add_column(width=_KEY_CELLS + 2, style=Style(color=primary, bold=True))
        table.add_column()
        for key, text in keys:
            table.add_row(Text(f"  {key}"), Text(text))
        yield Static(table, classes="help-keys")
