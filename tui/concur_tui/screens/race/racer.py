"""One thread of a race: its three lines of code, the one that is next, and its own value."""

from textual.app import ComposeResult
from textual.containers import Vertical

from concur_tui.race_words import CODE
from concur_tui.widgets.parts_line import Part, PartsLine
from concur_workloads.api import ADDITION, Race


class Racer(Vertical):
    """Shows where one thread stands."""

    def __init__(self, thread: int, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id, classes="pane")
        self.border_title = f"thread {thread}"
        self._thread = thread

    def compose(self) -> ComposeResult:
        """A row a line of code, and one for the value."""
        for action in ADDITION:
            yield PartsLine(id=f"{self.id}-{action}")
        yield PartsLine(id=f"{self.id}-value")

    def show(self, race: Race) -> None:
        """Mark the next line, and tell value and additions."""
        following = race.next_action(self._thread)
        for action in ADDITION:
            here = action == following
            mark = "▸ " if here else "  "
            row = self.query_one(f"#{self.id}-{action}", PartsLine)
            row.show([Part(f"{mark}{CODE[action]}", "strong" if here else "plain")])
        rounds = race.order.count(self._thread) // len(ADDITION)
        told = f"  value {race.value(self._thread)} · {rounds} of {race.additions} additions"
        self.query_one(f"#{self.id}-value", PartsLine).show(
            [Part(told if following else f"{told} · ended", "muted")]
        )
