"""Where time went, row by row, for the screen and for the command line."""

from collections.abc import Sequence
from dataclasses import dataclass

from concur_tui.formatting import counted, percent, seconds
from concur_workloads.api import ESTIMATED, MESSAGES, BudgetItem, TimeBudget

_BY_KERNEL = (BudgetItem.READY, BudgetItem.BETWEEN_TASKS)

#: Smaller parts are left out of a sentence.
_LEAST_SHARE = 0.01
_MOST_IN_A_SENTENCE = 4


@dataclass(frozen=True)
class BudgetRow:
    """An item of several workers together, and the least and the most that one of them had."""

    item: BudgetItem
    together_s: float
    share: float
    least_s: float
    most_s: float
    origin: str


def budget_rows(whole: TimeBudget, workers: Sequence[TimeBudget]) -> list[BudgetRow]:
    """All items that took any time; the part that nobody can explain always."""
    return [
        BudgetRow(
            item,
            whole.seconds[item],
            whole.share(item),
            min(each.seconds[item] for each in workers),
            max(each.seconds[item] for each in workers),
            _origin(item, whole),
        )
        for item in BudgetItem
        if whole.seconds[item] > 0 or item is BudgetItem.NOT_EXPLAINED
    ]


def _origin(item: BudgetItem, whole: TimeBudget) -> str:
    # The kernel does not know which of them has their thread.
    shared = item is BudgetItem.READY and whole.shares_thread
    if (item in ESTIMATED or shared) and whole.looks:
        return f"estimated from {counted(whole.looks, 'look')}"
    if item in MESSAGES and whole.timed_tasks is not None:
        return f"estimated from {counted(whole.timed_tasks, 'task')}"
    if item is BudgetItem.NOT_EXPLAINED:
        return "what is left"
    return "measured by the kernel" if item in _BY_KERNEL else "measured"


def budget_sentence(whole: TimeBudget) -> str:
    """The largest parts of the time of all workers."""
    shares = sorted(((whole.share(item), item) for item in BudgetItem), key=lambda each: -each[0])
    parts = [
        f"{item.value} {percent(share)}"
        for share, item in shares[:_MOST_IN_A_SENTENCE]
        if share >= _LEAST_SHARE
    ]
    return "   ".join(parts)


def budget_header(*, is_wide: bool = True) -> str:
    """What is in the columns of `budget_line`."""
    each = f" {'least':>10} {'most':>10}" if is_wide else ""
    return f"{'part':<20} {'together':>10} {'share':>9}{each}  origin"


def budget_line(row: BudgetRow, *, is_wide: bool = True) -> str:
    """A row as a line of text, with the least and the most of a worker if there is room."""
    each = f" {seconds(row.least_s, 10)} {seconds(row.most_s, 10)}" if is_wide else ""
    return (
        f"{row.item.value:<20} {seconds(row.together_s, 10)} {percent(row.share, 9)}{each}"
        f"  {row.origin}"
    )


def budget_table(whole: TimeBudget, workers: Sequence[TimeBudget]) -> list[str]:
    """The rows as lines of text, under a line that says what is in the columns."""
    lines = [budget_header(), *map(budget_line, budget_rows(whole, workers))]
    lines.append(f"{'the lives of all':<20} {seconds(whole.wall_s, 10)} {percent(1.0, 9)}")
    return [f"  {line}" for line in lines]
