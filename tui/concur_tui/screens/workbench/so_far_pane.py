"""The pane that says how far the run is, then what it means, and keeps the last runs."""

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from concur_tui.figure_words import figures_sentence
from concur_tui.formatting import count, counted
from concur_tui.screens.workbench.progress import loop_lag, progress_parts, remaining
from concur_tui.screens.workbench.runs_table import RunsTable
from concur_tui.specs.claims import claim_sentence
from concur_tui.widgets.parts_line import Part, PartsLine, Role
from concur_workloads.api import RunResult, RunSnapshot, deadlock_sentence, sentence

_ROLES: dict[str, Role] = {"completed": "good", "failed": "bad", "cancelled": "busy"}


class SoFarPane(Vertical):
    """Shows no figure that was not measured: it is empty until there is one."""

    BORDER_TITLE = "So far"

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id, classes="pane")
        self._usual_start_s: float | None = None
        self._said = ""

    def compose(self) -> ComposeResult:
        """Progress over the sentence over the table."""
        yield PartsLine(id="progress")
        yield Static(id="verdict", markup=False)
        yield RunsTable(id="runs-table")

    def on_mount(self) -> None:
        """Say how to begin."""
        self._line.show([Part("Nothing has run yet. Press r to run what is configured.", "muted")])

    @property
    def _line(self) -> PartsLine:
        return self.query_one("#progress", PartsLine)

    def focus_table(self) -> None:
        """Put the cursor on the last runs."""
        self.query_one(RunsTable).focus()

    def begin(self) -> None:
        """A run starts: what was said of the previous one goes."""
        self._line.show([Part("starting", "busy")])
        self._said = ""
        self.query_one("#verdict", Static).update("")

    def show_snapshot(self, snapshot: RunSnapshot) -> None:
        """Say how far the run is."""
        self._line.show(progress_parts(snapshot, self._usual_start_s), [remaining(snapshot)])

        # The row is as high as it is, so nothing else moves; most runs have nothing to say yet.
        said = " ".join(filter(None, _said_meanwhile(snapshot)))
        if said != self._said:
            self._said = said
            self.query_one("#verdict", Static).update(said, layout=False)

    def show_result(self, result: RunResult) -> None:
        """Say what the run means, and keep it."""
        phases = result.phases
        if phases.runner is not None and phases.startup is not None:
            self._usual_start_s = phases.runner + phases.startup + (phases.warm_up or 0.0)
        done = sum(each.completed for each in result.passes)
        self._line.show(
            [
                Part(result.status, _ROLES[result.status]),
                Part(
                    f"  {counted(done, 'task')} in {counted(len(result.passes), 'pass')}", "plain"
                ),
                *self._lost(result),
            ]
        )
        parts = [
            claim_sentence(result),
            figures_sentence(result.figures, result.dropped_records),
            sentence(result),
            loop_lag(result.loop_lag),
        ]
        said = " ".join(filter(None, parts))
        self.query_one("#verdict", Static).update(said)
        self.query_one(RunsTable).add(result)

    def _lost(self, result: RunResult) -> list[Part]:
        parts = []
        if result.failures_in_all:
            parts.append(Part(f"  {count(result.failures_in_all)} failed", "bad"))
        if result.dropped_records:
            text = f"  {count(result.dropped_records)} records lost: lanes and figures have gaps"
            parts.append(Part(text, "busy"))
        return parts


def _said_meanwhile(snapshot: RunSnapshot) -> Iterator[str]:
    if snapshot.deadlock is not None:
        yield f"{deadlock_sentence(snapshot.deadlock)} Press b to break it."
    yield figures_sentence(snapshot.figures, snapshot.missed_records)
    yield loop_lag(snapshot.loop_lag)
