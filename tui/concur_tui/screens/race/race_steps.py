"""The steps of a race so far, each in the column of its thread."""

from textual.containers import VerticalScroll
from textual.widgets import Static

from concur_tui.screens.race.racer import CODE
from concur_workloads.api import Race

_HEADING = f"step  {'thread 1':<20}{'thread 2':<20}value  counter"


class RaceSteps(VerticalScroll):
    """Keeps the newest step in sight."""

    BORDER_TITLE = "Steps"

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(Static(id="race-lines", markup=False), id=id, classes="pane")

    def show(self, race: Race) -> None:
        """All steps, under a heading; those whose update was lost are marked."""
        undone = {at for overwrite in race.why_lost for at in overwrite.undone}
        lines = [_HEADING]
        for at, step in enumerate(race.steps, 1):
            cells = ["", ""]
            cells[step.thread - 1] = CODE[step.action]
            lost = "  lost" if at in undone else ""
            lines.append(
                f"{at:>4}  {cells[0]:<20}{cells[1]:<20}{step.value:>5}  {step.counter:>7}{lost}"
            )
        self.query_one("#race-lines", Static).update("\n".join(lines))
        self.scroll_end(animate=False)
