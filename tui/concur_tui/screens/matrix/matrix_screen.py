"""The screen of a matrix: what it runs, its rows, what the selected one means, and the keys."""

import asyncio

from textual import on
from textual.app import ComposeResult

from concur_tui.command_line.narration import progress_text
from concur_tui.formatting import count, counted, duration
from concur_tui.matrix_controller import MatrixController
from concur_tui.matrix_rows import agreement, lint_names, memory_note, remark
from concur_tui.messages import MatrixEnded, MatrixSeen
from concur_tui.screen_actions import SERIES_KEY_LINE
from concur_tui.screens.matrix.matrix_table import MatrixTable
from concur_tui.screens.series_screen import STATES, SeriesScreen
from concur_tui.specs.suggestion import spec_sentence
from concur_tui.trust_words import trust_phrase
from concur_tui.widgets.key_line import KeyLine
from concur_tui.widgets.long_text import LongText
from concur_tui.widgets.parts_line import Part, PartsLine, Role
from concur_workloads.api import (
    LintSettings,
    MatrixResult,
    MatrixSnapshot,
    RunSpec,
    SpecError,
    planned_rows,
    sentence,
    workload,
)

_ABOUT_STATUS = {
    "waiting": "waits for its turn.",
    "running": "runs now, with serial passes in between.",
}


class MatrixScreen(SeriesScreen):
    """Runs the tasks of `spec` on every backend, or shows the last such table."""

    NAME = "matrix"
    ITEM = "row"
    CSS_PATH = "../series_screen.tcss"
    AUTO_FOCUS = "#matrix-table"

    def __init__(self, controller: MatrixController, spec: RunSpec, lints: LintSettings) -> None:
        super().__init__(controller)
        self._lints = lints
        self._controller = controller
        self._spec = spec

    def compose(self) -> ComposeResult:
        """Headline, table, what the selected row means, what the columns mean, keys."""
        yield PartsLine(id="matrix-headline")
        yield MatrixTable(self._lints, id="matrix-table")
        yield LongText(id="matrix-about")
        yield LongText(id="matrix-note")
        yield KeyLine(SERIES_KEY_LINE, id="matrix-keys")

    def on_mount(self) -> None:
        """Begin, unless these tasks were run last."""
        last = self._controller.last
        if last is not None and _same_tasks(last.spec, self._spec):
            self._show_result(last)
        else:
            self.begin()

    def begin(self) -> None:
        """Plan the rows, and run them."""
        self._show_headline([Part("● starting ", "busy")])
        # In a worker, so that this is painted first; asked again, the plan is made anew.
        self.run_worker(self._plan_and_start(), name="plan", group="plan", exclusive=True)

    async def _plan_and_start(self) -> None:
        try:
            # Another interpreter may have to be asked what it has.
            rows = await asyncio.to_thread(planned_rows, self._spec)
        except SpecError as error:
            self._show_refusal(error)
            return
        self.query_one(MatrixTable).show(rows)
        self._note("A row at a time, each with serial passes in between to compare with.")
        self.run_worker(self._controller.start(self._spec, rows, self.post_message), name="matrix")

    def _show_refusal(self, error: SpecError) -> None:
        self._show_headline([Part("■ failed ", "bad")])
        self.query_one(MatrixTable).show(())
        self.query_one("#matrix-about", LongText).say("")
        self._note(spec_sentence(error))

    def _show_headline(self, state: list[Part]) -> None:
        spec = self._spec
        words = [
            f"{count(spec.tasks)} tasks",
            counted(spec.workers, "worker"),
            counted(spec.repeats, "pair"),
        ]
        left = [
            Part(" matrix   ", "strong"),
            Part(workload(spec.workload).title),
            Part("".join(f" · {word}" for word in words), "muted"),
        ]
        self.query_one(PartsLine).show(left, state)

    def _note(self, text: str) -> None:
        self.query_one("#matrix-note", LongText).say(text)

    def on_matrix_seen(self, message: MatrixSeen) -> None:
        """Fill in the rows, and say how the one under way goes."""
        snapshot = message.snapshot
        self.query_one(MatrixTable).show(snapshot.rows)
        self._show_headline(_under_way(snapshot))
        if snapshot.current is not None and snapshot.run is not None:
            title = snapshot.rows[snapshot.current].title
            self._note(f"{title}: {progress_text(snapshot.run)}")
        self.refresh_bindings()

    def on_matrix_ended(self, message: MatrixEnded) -> None:
        """Say what it came to."""
        self._show_result(message.result)
        self.refresh_bindings()

    def _show_result(self, result: MatrixResult) -> None:
        self.query_one(MatrixTable).show(result.rows)
        gone = Part(f" {duration(result.took_s, 8)} ", "plain")
        self._show_headline([Part(f"■ {result.status}", STATES[result.status]), gone])
        notes = [agreement(result), memory_note(result.rows)]
        self._note("\n".join(filter(None, notes)))

    @on(MatrixTable.Selected)
    def tell_about(self, event: MatrixTable.Selected) -> None:
        """What the figures of the selected row mean, or why there are none."""
        row = event.row
        text = remark(row) or _ABOUT_STATUS.get(row.status, "")
        if not text and row.result is not None:
            told = (
                sentence(row.result),
                _as_sentence(trust_phrase(row.trust)),
                lint_names(row, self._lints),
            )
            text = " ".join(filter(None, told))
        self.query_one("#matrix-about", LongText).say(f"{row.title}: {text}")


def _as_sentence(phrase: str) -> str:
    return f"{phrase[0].upper()}{phrase[1:]}." if phrase else ""


def _same_tasks(one: RunSpec, other: RunSpec) -> bool:
    """Whether two specs differ in nothing but the backend, which a matrix does not care for."""
    own = {"backend": other.backend, "start_method": other.start_method}
    return one.with_changes(**own) == other


def _under_way(snapshot: MatrixSnapshot) -> list[Part]:
    at = min(snapshot.ended + 1, snapshot.total)
    word = "stopping" if snapshot.cancelling else f"row {count(at)} of {count(snapshot.total)}"
    role: Role = "busy" if snapshot.cancelling else "good"
    # In half seconds, as in the workbench.
    gone_s = int(snapshot.elapsed_s * 2) / 2
    return [Part(f"● {word}", role), Part(f" {duration(gone_s, 8)} ", "plain")]
