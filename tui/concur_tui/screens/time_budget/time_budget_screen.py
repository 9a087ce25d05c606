"""The screen that says where the time of the workers went: live, as bars and as a table."""

from collections.abc import Callable

from textual.app import ComposeResult

from concur_tui.formatting import counted, seconds
from concur_tui.gil_use_words import gil_sentence
from concur_tui.screen_actions import TIME_BUDGET_ACTIONS, TIME_BUDGET_KEY_LINE
from concur_tui.screens.time_budget.budget_table import BudgetTable
from concur_tui.terminal.sparing_screen import SparingScreen
from concur_tui.widgets.budget_bars import BudgetBars
from concur_tui.widgets.key_line import KeyLine
from concur_tui.widgets.parts_line import Part, PartsLine
from concur_tui.widgets.steady import SteadyText
from concur_workloads.api import WhereTimeWent, sum_of_budgets

_LOOK_EVERY_S = 0.5


class TimeBudgetScreen(SparingScreen[None]):
    """Asks again and again for what `where_time_went` finds, None before there was any run."""

    CSS_PATH = "time_budget.tcss"
    ACTIONS = TIME_BUDGET_ACTIONS
    BINDINGS = [action.binding for action in TIME_BUDGET_ACTIONS]
    AUTO_FOCUS = "#budget-bars"

    def __init__(self, where_time_went: Callable[[], WhereTimeWent | None]) -> None:
        super().__init__()
        self._where_time_went = where_time_went
        self._shown = WhereTimeWent()
        self._held = False

    def compose(self) -> ComposeResult:
        """Headline, a bar for each worker, the table of all together, keys."""
        yield PartsLine(id="budget-headline")
        yield BudgetBars(id="budget-bars")
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
            self._shown = self._where_time_went() or WhereTimeWent()
            budgets = self._shown.budgets
            self.query_one(BudgetBars).show(budgets)
            self.query_one(BudgetTable).show(sum_of_budgets(budgets.values()), [*budgets.values()])
            said = gil_sentence(self._shown.gil_use, self._shown.gil_lane)
            self.query_one("#budget-gil", SteadyText).say(said)
        self._show_headline()

    def _show_headline(self) -> None:
        left = [Part(" where time went   ", "strong")]
        workers = len(self._shown.budgets)
        whole = sum_of_budgets(self._shown.budgets.values())
        if whole is None:
            left.append(Part("no worker has been watched until it was ready", "muted"))
        else:
            life = seconds(whole.wall_s / workers)
            left.append(Part(f"{counted(workers, 'worker')}, {life} each, start to end"))
        self.query_one(PartsLine).show(left, [Part("held ", "busy")] if self._held else [])

    def action_hold(self) -> None:
        """Hold the view still, or go on."""
        self._held = not self._held
        self.look()

    def action_leave(self) -> None:
        """Back to the workbench."""
        self.dismiss()
