"""The screen of a search for the break-even: its lines, what the selected one found, the keys."""

import asyncio

from textual import on
from textual.app import ComposeResult

from concur_tui.break_even_controller import BreakEvenController
from concur_tui.break_even_words import (
    doubt_note,
    doubts,
    found,
    speedup_with_interval,
    work_words,
)
from concur_tui.command_line.narration import progress_text
from concur_tui.formatting import counted, duration, seconds
from concur_tui.messages import BreakEvenEnded, BreakEvenSeen
from concur_tui.screen_actions import SERIES_KEY_LINE
from concur_tui.screens.break_even.break_even_table import BreakEvenTable
from concur_tui.screens.series_screen import STATES, SeriesScreen
from concur_tui.specs.suggestion import spec_sentence
from concur_tui.widgets.key_line import KeyLine
from concur_tui.widgets.long_text import LongText
from concur_tui.widgets.parts_line import Part, PartsLine, Role
from concur_workloads.api import (
    THOROUGH,
    BreakEvenLine,
    BreakEvenResult,
    BreakEvenSnapshot,
    RunSpec,
    SpecError,
    planned_break_even,
)

_COLUMNS = (
    "Speed-up over serial passes in turns, by the time of a task; * the whole interval beats "
    "serial, ~ noisy, ! not trustworthy. Workers are warm."
)


class BreakEvenScreen(SeriesScreen):
    """Searches on the workers and the Python of `spec`, or shows what the last search found."""

    NAME = "search"
    ITEM = "point"
    CSS_PATH = "../series_screen.tcss"
    AUTO_FOCUS = "#break-even-table"

    def __init__(self, controller: BreakEvenController, spec: RunSpec) -> None:
        super().__init__(controller)
        self._controller = controller
        # One worker alone cannot beat another.
        self._workers = max(2, spec.workers)
        self._interpreter = spec.interpreter

    def compose(self) -> ComposeResult:
        """Headline, table, what the selected line found, what the columns mean, keys."""
        yield PartsLine(id="break-even-headline")
        yield BreakEvenTable(id="break-even-table")
        yield LongText(id="break-even-about")
        yield LongText(id="break-even-note")
        yield KeyLine(SERIES_KEY_LINE, id="break-even-keys")

    def on_mount(self) -> None:
        """Begin, unless there is a result for as many workers."""
        effort = THOROUGH
        self.query_one(BreakEvenTable).set_sizes(
            {step: effort.sizes_s[step] for step in effort.coarse}
        )
        last = self._controller.last
        if last is not None and last.workers == self._workers:
            self._show_result(last)
        else:
            self.begin()

    def begin(self) -> None:
        """Plan the lines, and search."""
        self._show_headline([Part("● starting ", "busy")])
        # In a worker, so that this is painted first; asked again, the plan is made anew.
        self.run_worker(self._plan_and_start(), name="plan", group="plan", exclusive=True)

    async def _plan_and_start(self) -> None:
        try:
            # Another interpreter may have to be asked what it has.
            plan = await asyncio.to_thread(
                planned_break_even, self._workers, interpreter=self._interpreter
            )
        except SpecError as error:
            self._show_headline([Part("■ failed ", "bad")])
            self._note(spec_sentence(error))
            return
        self.query_one(BreakEvenTable).show([line for line, _ in plan.lines])
        self._note(_COLUMNS)
        self.run_worker(self._controller.start(plan, self.post_message), name="break-even")

    def _show_headline(self, state: list[Part]) -> None:
        words = [counted(self._workers, "worker"), f"{counted(THOROUGH.pairs, 'pair')} a point"]
        left = [
            Part(" break-even   ", "strong"),
            Part("the same bytes hashed with the GIL held and released"),
            Part("".join(f" · {word}" for word in words), "muted"),
        ]
        self.query_one(PartsLine).show(left, state)

    def _note(self, text: str) -> None:
        self.query_one("#break-even-note", LongText).say(text)

    def on_break_even_seen(self, message: BreakEvenSeen) -> None:
        """Fill in the points, and say how the one under way goes."""
        snapshot = message.snapshot
        self.query_one(BreakEvenTable).show(snapshot.lines, snapshot.current)
        self._show_headline(_under_way(snapshot))
        self._note(f"{_COLUMNS}\n{_at(snapshot)}")
        self.refresh_bindings()

    def on_break_even_ended(self, message: BreakEvenEnded) -> None:
        """Say what it came to."""
        self._show_result(message.result)
        self.refresh_bindings()

    def _show_result(self, result: BreakEvenResult) -> None:
        self.query_one(BreakEvenTable).show(result.lines)
        gone = Part(f" {duration(result.took_s, 8)} ", "plain")
        self._show_headline([Part(f"■ {result.status}", STATES[result.status]), gone])
        notes = [_COLUMNS, doubt_note(result.lines)]
        if result.out_of_time:
            notes.append(f"Points are missing: after {duration(result.limit_s)} none was begun.")
        self._note("\n".join(filter(None, notes)))

    @on(BreakEvenTable.Selected)
    def tell_about(self, event: BreakEvenTable.Selected) -> None:
        """What the selected line found, with all its points, or why it has none."""
        self.query_one("#break-even-about", LongText).say(_about(event.line))


def _about(line: BreakEvenLine) -> str:
    title = f"{line.title}, {work_words(line.work)}"
    if line.cause:
        return f"{title}: {line.cause}"
    if not line.points:
        return f"{title}: waits for its turn."
    points = (
        f"{seconds(point.size_s)} {speedup_with_interval(point).strip()}" for point in line.points
    )
    return "\n".join([f"{title}: {found(line)}.", ",  ".join(points), *doubts(line)])


def _at(snapshot: BreakEvenSnapshot) -> str:
    if snapshot.current is None or snapshot.size_s is None:
        return "Measuring how long it takes to hash a byte."
    line = snapshot.lines[snapshot.current]
    parts = [f"{line.title}, {work_words(line.work)}, tasks of {seconds(snapshot.size_s)}"]
    if snapshot.run is not None:
        parts.append(progress_text(snapshot.run))
    return ": ".join(parts)


def _under_way(snapshot: BreakEvenSnapshot) -> list[Part]:
    word = "stopping" if snapshot.cancelling else f"{counted(snapshot.measured, 'point')} measured"
    role: Role = "busy" if snapshot.cancelling else "good"
    # In half seconds, as in the workbench.
    gone_s = int(snapshot.elapsed_s * 2) / 2
    return [Part(f"● {word}", role), Part(f" {duration(gone_s, 8)} ", "plain")]
