"""The steps of a race so far, each in the column of its thread."""

from textual.containers import VerticalScroll
from textual.widgets import Static

from concur_tui.race_words import step_lines
from concur_workloads.api import Race


class RaceSteps(VerticalScroll):
    """Keeps the newest step in sight."""

    BORDER_TITLE = "Steps"

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(Static(id="race-lines", markup=False), id=id, classes="pane")

    def show(self, race: Race) -> None:
        """All steps so far."""
        self.query_one("#race-lines", Static).update("\n".join(step_lines(race)))
        self.scroll_end(animate=False)
