"""The pane that says how far the run is, then what it means, and keeps the last runs."""

from collections.abc import Collection, Iterator

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from concur_tui.figure_words import figures_sentence
from concur_tui.formatting import count, counted
from concur_tui.lint_words import Found, how_many, reasons_beside
from concur_tui.screens.workbench.progress import loop_lag, progress_parts, remaining
from concur_tui.screens.workbench.runs_table import RunsTable
from concur_tui.specs.claims import claim_sentence
from concur_tui.trust_words import trust_phrase
from concur_tui.widgets.parts_line import Part, PartsLine, Role
from concur_tui.widgets.steady import SteadyText
from concur_tui.widgets.titled_pane import TitledPane
from concur_workloads.api import (
    BLOCKED_EVENT_LOOP,
    Badge,
    RunResult,
    RunSnapshot,
    Trust,
    deadlock_sentence,
    sentence,
    trust,
)

_ROLES: dict[str, Role] = {"completed": "good", "failed": "bad", "cancelled": "busy"}
_BADGES: dict[Badge, Role] = {"good": "good", "noisy": "busy", "not trustworthy": "bad"}


class SoFarPane(TitledPane):
    """Shows no figure that was not measured: it is empty until there is one."""

    BORDER_TITLE = "So far"

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._usual_start_s: float | None = None
        self._found = Found()
        self._silenced: Collection[str] = ()
        self._ended: list[Part] = []
        self._beside_title: list[str] = []
        self._of_chosen = ""

    def compose(self) -> ComposeResult:
        """Progress over the sentence over the table."""
        yield PartsLine(id="progress")
        with Vertical(id="said"):
            yield SteadyText(id="verdict", markup=False)
            yield SteadyText(id="finding", markup=False)
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
        self._ended = []
        self._say("")
        self.show_found(Found(so_far=True), self._silenced)

    def show_snapshot(self, snapshot: RunSnapshot) -> None:
        """Say how far the run is."""
        self._line.show(progress_parts(snapshot, self._usual_start_s), [remaining(snapshot)])

        self._say(" ".join(filter(None, self._said_meanwhile(snapshot))))

    def show_result(self, result: RunResult, found: Found, silenced: Collection[str] = ()) -> None:
        """Say what the run means and what was found in it, and keep it."""
        phases = result.phases
        if phases.runner is not None and phases.startup is not None:
            self._usual_start_s = phases.runner + phases.startup + (phases.warm_up or 0.0)
        done = sum(each.completed for each in result.passes)
        self._ended = [
            Part(result.status, _ROLES[result.status]),
            *_badge(found.trust),
            *self._lost(result),
            Part(f"  {counted(done, 'task')} in {counted(len(result.passes), 'pass')}", "plain"),
        ]
        parts = [
            claim_sentence(result),
            figures_sentence(result.figures, result.dropped_records),
            sentence(result),
            "" if _tells_of_loop(found, silenced) else loop_lag(result.loop_lag),
        ]
        self._say(" ".join(filter(None, parts)))
        self.show_found(found, silenced)
        self.query_one(RunsTable).add(result)

    def show_found(self, found: Found, silenced: Collection[str]) -> None:
        """Say the most important finding, as far as there is room, and where all are listed."""
        self._found, self._silenced = found, silenced
        told = found.told(silenced)
        first = told[0].sentence if told else ""
        if first and found.so_far:
            first = f"So far: {first}"
        self.query_one("#said").set_class(bool(told), "-found")
        self.query_one("#finding", SteadyText).say(first)
        where = _where_all_is(found, silenced)
        if self._ended:
            self._line.show(self._ended, [Part(where, "busy" if where else "plain")])
        badge = [f"figures {found.trust.badge}"] if found.trust and found.is_doubtful else []
        self._beside_title = [*badge, where] if found.so_far else []
        self._show_title()

    @on(RunsTable.PointedAt)
    def tell_of_run(self, event: RunsTable.PointedAt) -> None:
        """Say how far the figures of the run under the cursor can be believed, and why."""
        event.stop()
        self._of_chosen = "" if event.result is None else _chosen_words(event.result)
        self._show_title()

    def _show_title(self) -> None:
        beside = [self._of_chosen] if self._of_chosen else self._beside_title
        self.say_above(" · ".join([self.BORDER_TITLE, *filter(None, beside)]))

    def _say(self, verdict: str) -> None:
        self.query_one("#verdict", SteadyText).say(verdict)

    def _said_meanwhile(self, snapshot: RunSnapshot) -> Iterator[str]:
        if snapshot.deadlock is not None:
            yield f"{deadlock_sentence(snapshot.deadlock)} Press b to break it."
        yield figures_sentence(snapshot.figures, snapshot.missed_records)
        if not _tells_of_loop(self._found, self._silenced):
            yield loop_lag(snapshot.loop_lag)
        reasons = reasons_beside(self._found.trust, self._found.told(self._silenced))
        if reasons:
            yield f"Doubtful so far, as {', and '.join(reasons)}."

    def _lost(self, result: RunResult) -> list[Part]:
        parts = []
        if result.failures_in_all:
            parts.append(Part(f"  {count(result.failures_in_all)} failed", "bad"))
        if result.dropped_records:
            text = f"  {count(result.dropped_records)} records lost: lanes and figures have gaps"
            parts.append(Part(text, "busy"))
        return parts


def _badge(believed: Trust | None) -> Iterator[Part]:
    if believed is not None:
        yield Part(f"  figures {believed.badge}", _BADGES[believed.badge])


def _chosen_words(result: RunResult) -> str:
    return f"more: Enter · {trust_phrase(trust(result)) or result.status}"


def _where_all_is(found: Found, silenced: Collection[str]) -> str:
    """How many findings there are, and the key that lists them with what to try."""
    many = how_many(found, silenced)
    if not many and not found.is_doubtful:
        return ""
    return f"{many or 'why'}: a"


def _tells_of_loop(found: Found, silenced: Collection[str]) -> bool:
    return any(each.lint == BLOCKED_EVENT_LOOP for each in found.told(silenced))
