"""The screen that says where the time of the workers went: live, as bars and as a table."""

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll

from concur_tui.formatting import count, counted, seconds
from concur_tui.gil_use_words import gil_sentence
from concur_tui.screen_actions import TIME_BUDGET_ACTIONS, TIME_BUDGET_KEY_LINE
from concur_tui.screens.time_budget.budget_table import BudgetTable, columns_for, header_for
from concur_tui.terminal.sparing_screen import SparingScreen
from concur_tui.widgets.budget_bars import BudgetBars
from concur_tui.widgets.key_line import KeyLine
from concur_tui.widgets.parts_line import Part, PartsLine
from concur_tui.widgets.steady import SteadyText
from concur_workloads.api import WhereTimeWent, sum_of_budgets

_LOOK_EVERY_S = 0.5


class TimeBudgetScreen(SparingScreen[None]):
    """Asks again and again for what `where_time_went` finds, None before there was any run.

    `is_on` says whether that run goes on.
    """

    CSS_PATH = "time_budget.tcss"
    ACTIONS = TIME_BUDGET_ACTIONS
    BINDINGS = [action.binding for action in TIME_BUDGET_ACTIONS]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (36, "-high")]
    AUTO_FOCUS = "#budget-bars"

    def __init__(
        self, where_time_went: Callable[[], WhereTimeWent | None], is_on: Callable[[], bool]
    ) -> None:
        super().__init__()
        self._where_time_went = where_time_went
        self._is_on = is_on
        self._shown = WhereTimeWent()
        self._was_on = False
        self._held = False

    def compose(self) -> ComposeResult:
        """Headline, bars, the table of what is selected over what is known of the GIL, keys."""
        yield PartsLine(id="budget-headline")
        yield BudgetBars(id="budget-bars")
        with Vertical(id="budget-below"):
            yield SteadyText(id="budget-header", markup=False)
            with VerticalScroll(id="budget-parts"):
                yield BudgetTable(id="budget-table")
                yield SteadyText(id="budget-gil", markup=False)
        yield KeyLine(TIME_BUDGET_KEY_LINE, id="budget-keys")

    def on_mount(self) -> None:
        """Begin to look."""
        self.set_interval(_LOOK_EVERY_S, self.look)
        self.look()

    def look(self) -> None:
        """Show how it is now, unless the view is held."""
        if not self._held:
            self._was_on = self._is_on()
            self._shown = self._where_time_went() or WhereTimeWent()
            self.query_one(BudgetBars).show(self._shown.budgets)
            said = gil_sentence(self._shown.gil_use, self._shown.gil_lane)
            self.query_one("#budget-gil", SteadyText).say(said)
            self.show_selected()
        self._show_headline()

    @on(BudgetBars.Selected)
    def show_selected(self) -> None:
        """Show the parts of the bar under the cursor."""
        worker = self.query_one(BudgetBars).worker
        columns = columns_for(worker, self.size.width)
        self.query_one(BudgetTable).show(self._shown.budgets, worker, columns)
        header = header_for(columns) if self._shown.budgets else ""
        self.query_one("#budget-header", SteadyText).say(header)

    def on_resize(self) -> None:
        """There may be room for more columns, or for less."""
        self.show_selected()

    def _show_headline(self) -> None:
        left = [Part(" where time went   ", "strong")]
        workers = len(self._shown.budgets)
        whole = sum_of_budgets(self._shown.budgets.values())
        if whole is None:
            left.append(Part("no worker has been watched until it was ready", "muted"))
        else:
            life = seconds(whole.wall_s / workers)
            until = "start to now" if self._was_on else "start to end"
            left.append(Part(f"{counted(workers, 'worker')}, {life} each, {until}"))
        if self._shown.unwatched:
            left.append(Part(f"; {count(self._shown.unwatched)} not watched"))
        self.query_one(PartsLine).show(left, [Part("held ", "busy")] if self._held else [])

    def action_other_worker(self, step: int) -> None:
        """Go on to the next bar, or back to the one before."""
        self.query_one(BudgetBars).action_move(step)

    def action_hold(self) -> None:
        """Hold the view still, or go on."""
        self._held = not self._held
        self.look()

    def action_leave(self) -> None:
        """Back to the workbench."""
        self.dismiss()
