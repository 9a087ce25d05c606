"""Where time went, row by row, for the screen and for the command line."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from concur_tui.formatting import counted, percent, seconds
from concur_workloads.api import ESTIMATED, ESTIMATED_BETWEEN, MESSAGES, BudgetItem, TimeBudget

_BY_KERNEL = (BudgetItem.READY, BudgetItem.BETWEEN_TASKS)
_LEFT = (BudgetItem.WAITING_FOR_TASK, BudgetItem.NOT_EXPLAINED)

#: Smaller parts are left out of a sentence.
_LEAST_SHARE = 0.01
_MOST_IN_A_SENTENCE = 4

_PART_CELLS = max(len(each.value) for each in BudgetItem)
_TIME_CELLS = 10
_SHARE_CELLS = 10

#: Those of the longest origin that is likely, with what stands before it.
_ORIGIN_CELLS = 28

_INDENT = "  "


@dataclass(frozen=True)
class BudgetRow:
    """An item of all workers together or of one of them, and what each of them had of it.

    `share` is that of its time, `share_of_all` that of the time of all workers.
    """

    item: BudgetItem
    took_s: float
    share: float
    share_of_all: float
    each_s: tuple[float, ...]
    origin: str


class Column(NamedTuple):
    """A column of figures under its name, `cells` wide."""

    name: str
    cells: int
    figure: Callable[[BudgetRow], str]


SHARE = Column("share", _SHARE_CELLS, lambda row: percent(row.share))
SHARE_OF_ALL = Column("of all", _SHARE_CELLS, lambda row: percent(row.share_of_all))
LEAST_AND_MOST = (
    Column("least", _TIME_CELLS, lambda row: seconds(min(row.each_s))),
    Column("most", _TIME_CELLS, lambda row: seconds(max(row.each_s))),
)


def time_column(name: str) -> Column:
    """How long the item took, together or of whom the rows are."""
    return Column(name, max(_TIME_CELLS, len(name)), lambda row: seconds(row.took_s))


def _worker_column(place: int, worker: int) -> Column:
    name = f"worker {worker}"
    return Column(name, max(_TIME_CELLS, len(name)), lambda row: seconds(row.each_s[place]))


def budget_rows(
    whole: TimeBudget, workers: Sequence[TimeBudget], own: TimeBudget | None = None
) -> list[BudgetRow]:
    """All items that took any worker any time, and the part that nobody can explain always.

    The rows are those of all workers together, or of the one whose `own` budget is given.
    """
    shown = own or whole
    return [
        BudgetRow(
            item,
            shown.seconds[item],
            shown.share(item),
            whole.share(item),
            tuple(each.seconds[item] for each in workers),
            _origin(item, shown),
        )
        for item in BudgetItem
        if whole.seconds[item] > 0 or item is BudgetItem.NOT_EXPLAINED
    ]


def _origin(item: BudgetItem, budget: TimeBudget) -> str:
    # The kernel does not know which of them has their thread.
    shared = item is BudgetItem.READY and budget.shares_thread
    if (item in ESTIMATED or shared) and budget.looks:
        return f"estimated from {counted(budget.looks, 'look')}"
    if item in ESTIMATED_BETWEEN:
        return f"estimated from {counted(budget.looks_between, 'look')}"
    if item in MESSAGES and budget.timed_tasks is not None:
        return f"estimated from {counted(budget.timed_tasks, 'task')}"
    if item in _LEFT:
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


def budget_header(columns: Sequence[Column]) -> str:
    """What is in the columns of `budget_line`."""
    return _line("part", [each.name for each in columns], columns, "origin")


def budget_line(row: BudgetRow, columns: Sequence[Column]) -> str:
    """A row as a line of text."""
    figures = [each.figure(row) for each in columns]
    return _line(row.item.value, figures, columns, row.origin)


def _line(part: str, figures: Sequence[str], columns: Sequence[Column], origin: str) -> str:
    cells = [f" {figure:>{column.cells}}" for figure, column in zip(figures, columns, strict=True)]
    return f"{part:<{_PART_CELLS}}{''.join(cells)}  {origin}".rstrip()


def budget_table(whole: TimeBudget, workers: Mapping[int, TimeBudget], width: int) -> list[str]:
    """The rows as lines of text, under a line that says what is in the columns.

    What each worker had stands there if it fits into `width` cells, or needs no more of them than
    the least and the most.
    """
    together = (time_column("together"), SHARE)
    room = width - _cells(together) - len(_INDENT) - _PART_CELLS - _ORIGIN_CELLS
    each = tuple(_worker_column(place, worker) for place, worker in enumerate(workers))
    fits = _cells(each) <= max(room, _cells(LEAST_AND_MOST))
    columns = [*together, *(each if fits else LEAST_AND_MOST)]
    rows = budget_rows(whole, [*workers.values()])
    lives = [seconds(whole.wall_s), percent(1.0)]
    return [
        f"{_INDENT}{line}"
        for line in (
            budget_header(columns),
            *(budget_line(row, columns) for row in rows),
            _line("the lives of all", lives, together, ""),
        )
    ]


def _cells(columns: Sequence[Column]) -> int:
    return sum(1 + each.cells for each in columns)
