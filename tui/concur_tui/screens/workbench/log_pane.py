"""The pane with the log: what happened, what the workload printed, what went wrong."""

from collections.abc import Iterable

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from concur_tui.widgets.log_view import Level, LogLine, LogView
from concur_tui.widgets.steady import SteadyInput
from concur_workloads.api import LogEntry

_LEVELS = {level.name.lower(): level for level in Level}


class LogPane(Vertical):
    """Levels, a filter, a search and follow; the border says which are set."""

    BORDER_TITLE = "4 Log"

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id, classes="pane")

    def compose(self) -> ComposeResult:
        """The lines over the inputs for filter and search, which show up when they are needed."""
        yield LogView(id="log-lines")
        for name, placeholder in (
            ("filter", "show only lines with this text"),
            ("search", "find this text; Enter, then n and N go from hit to hit"),
        ):
            yield SteadyInput(placeholder=placeholder, id=f"log-{name}")

    def on_mount(self) -> None:
        """Keep the border true."""
        lines = self._lines
        self.watch(lines, "follow", self._show_settings)
        self.watch(lines, "level", self._show_settings)
        self.watch(lines, "filter_text", self._show_settings)

    @property
    def _lines(self) -> LogView:
        return self.query_one(LogView)

    def _show_settings(self) -> None:
        lines = self._lines
        words = [f"{lines.level.name.lower()} and up", "follow" if lines.follow else "hold"]
        if lines.filter_text:
            words.insert(0, f"filter {lines.filter_text!r}")
        self.border_subtitle = " · ".join(words)

    def extend(self, entries: Iterable[LogEntry]) -> None:
        """Append lines."""
        self._lines.extend(
            LogLine(each.time_s, _LEVELS[each.level], each.source, each.text) for each in entries
        )

    def say(self, time_s: float, level: Level, text: str) -> None:
        """Append a line of the workbench itself."""
        self._lines.extend([LogLine(time_s, level, "workbench", text)])

    def focus_lines(self) -> None:
        """Put the cursor on the lines."""
        self._lines.focus()

    def focus_filter(self) -> None:
        """Show the filter and put the cursor into it."""
        self._open("filter")

    def focus_search(self) -> None:
        """Show the search and put the cursor into it."""
        self._open("search")

    def _open(self, name: str) -> None:
        self.add_class(f"-{name}")
        self.query_one(f"#log-{name}", Input).focus()

    def clear_filter(self) -> None:
        """Give up the input with the cursor, and what it did; the cursor goes to the lines."""
        for name in ("filter", "search"):
            typed = self.query_one(f"#log-{name}", Input)
            if typed.has_focus:
                typed.value = ""
                self.remove_class(f"-{name}")
        self.focus_lines()

    def next_level(self) -> None:
        """Leave out one level more; after the last, show all."""
        levels = list(Level)
        self._lines.level = levels[(levels.index(self._lines.level) + 1) % len(levels)]

    def toggle_follow(self) -> None:
        """Follow new lines, or hold still."""
        self._lines.follow = not self._lines.follow

    @on(Input.Changed, "#log-filter")
    def narrow(self, event: Input.Changed) -> None:
        """Show lines with this text only."""
        event.stop()
        self._lines.filter_text = event.value

    @on(Input.Changed, "#log-search")
    def find(self, event: Input.Changed) -> None:
        """Go to the newest line with this text."""
        event.stop()
        self._lines.search(event.value)

    @on(Input.Submitted)
    def leave(self, event: Input.Submitted) -> None:
        """Keep the filter or the search, and go to the lines."""
        event.stop()
        for name in ("filter", "search"):
            typed = self.query_one(f"#log-{name}", Input)
            self.set_class(bool(typed.value), f"-{name}")
        self.focus_lines()
