"""The screen that says where the time of the workers went: live, as bars and as a table."""

from collections.abc import Callable, Mapping

from textual.app import ComposeResult
from textual.screen import Screen

from concur_tui.actions import TIME_BUDGET_ACTIONS, TIME_BUDGET_KEY_LINE
from concur_tui.formatting import counted, seconds
from concur_tui.screens.time_budget.budget_table import BudgetTable
from concur_tui.widgets.budget_bars import BudgetBars
from concur_tui.widgets.key_line import KeyLine
from concur_tui.widgets.parts_line import Part, PartsLine
from concur_workloads.api import TimeBudget, sum_of_budgets

_LOOK_EVERY_S = 0.5

Budgets = Callable[[], Mapping[int, TimeBudget]]


class TimeBudgetScreen(Screen[None]):
    """Asks `budgets` for the time of all workers again and again."""

    CSS_PATH = "time_budget.tcss"
    ACTIONS = TIME_BUDGET_ACTIONS
    BINDINGS = [action.binding for action in TIME_BUDGET_ACTIONS]
    AUTO_FOCUS = "#budget-bars"

    def __init__(self, budgets: Budgets) -> None:
        super().__init__()
        self._budgets = budgets
        self._held = False

    def compose(self) -> ComposeResult:
        """Headline, a bar for each worker, the table of all together, keys."""
        yield PartsLine(id="budget-headline")
        yield BudgetBars(id="budget-bars")
        yield BudgetTable(id="budget-table")
        yield KeyLine(TIME_BUDGET_KEY_LINE, id="budget-keys")

    def on_mount(self) -> None:
        """Begin to look."""
        self.set_interval(_LOOK_EVERY_S, self.look)
        self.look()

    def look(self) -> None:
        """Show how it is now, unless the view is held."""
        if not self._held:
            budgets = self._budgets()
            whole = sum_of_budgets(budgets.values())
            self.query_one(BudgetBars).show(budgets)
            self.query_one(BudgetTable).show(whole, list(budgets.values()))
            self._show_headline(len(budgets), whole)

    def _show_headline(self, workers: int, whole: TimeBudget | None) -> None:
        left = [Part(" where time went   ", "strong")]
        if whole is None:
            left.append(Part("no worker has been watched until it was ready", "muted"))
        else:
            life = seconds(whole.wall_s / workers)
            left.append(Part(f"{counted(workers, 'worker')}, {life} each, start to end"))
        self.query_one(PartsLine).show(left, [Part("held ", "busy")] if self._held else [])

    def action_hold(self) -> None:
        """Hold the view still, or go on."""
        self._held = not self._held
        if self._held:
            budgets = self._budgets()
            self._show_headline(len(budgets), sum_of_budgets(budgets.values()))
        else:
            self.look()

    def action_leave(self) -> None:
        """Back to the workbench."""
        self.dismiss()
