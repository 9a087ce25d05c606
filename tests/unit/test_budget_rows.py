"""Where time went, in rows and in a sentence."""

from dataclasses import replace

from concur_tui.budget_rows import budget_rows, budget_sentence, budget_table
from concur_workloads.api import BudgetItem, sum_of_budgets
from support.run_results import a_budget


def test_rows_say_what_workers_had_together_and_apart_and_how_that_is_known() -> None:
    workers = [a_budget(on_cpu=1.0, gil=2.0), a_budget(on_cpu=3.0, gil=0.0)]
    whole = sum_of_budgets(workers)
    assert whole is not None
    rows = {row.item: row for row in budget_rows(whole, workers)}
    # What took no time is left out, but not what is not explained.
    assert list(rows) == [BudgetItem.ON_CPU, BudgetItem.GIL, BudgetItem.NOT_EXPLAINED]
    on_cpu = rows[BudgetItem.ON_CPU]
    assert (on_cpu.took_s, on_cpu.each_s) == (4.0, (1.0, 3.0))
    assert on_cpu.share == on_cpu.share_of_all == 4.0 / 6.0
    assert on_cpu.origin == "measured"
    assert rows[BudgetItem.GIL].origin == "estimated from 2 000 looks"


def test_rows_of_a_worker_are_the_same_with_what_it_had_itself() -> None:
    workers = [a_budget(on_cpu=1.0, gil=2.0), a_budget(on_cpu=3.0, gil=0.0)]
    whole = sum_of_budgets(workers)
    assert whole is not None
    rows = {row.item: row for row in budget_rows(whole, workers, workers[0])}
    assert list(rows) == [BudgetItem.ON_CPU, BudgetItem.GIL, BudgetItem.NOT_EXPLAINED]
    gil = rows[BudgetItem.GIL]
    assert (gil.took_s, gil.share, gil.share_of_all) == (2.0, 2.0 / 3.0, 2.0 / 6.0)
    assert gil.each_s == (2.0, 0.0)
    assert gil.origin == "estimated from 1 000 looks"


def test_what_keeps_a_worker_between_tasks_is_an_estimate_and_waiting_for_one_is_the_rest() -> None:
    measured = a_budget(waiting_for_task=4.0, between_tasks=1.0, ready_between=2.0, gil_between=3.0)
    whole = replace(measured, looks_between=70)
    origins = {row.item: row.origin for row in budget_rows(whole, [whole])}
    assert origins[BudgetItem.BETWEEN_TASKS] == "measured by the kernel"
    assert origins[BudgetItem.READY_BETWEEN] == "estimated from 70 looks"
    assert origins[BudgetItem.GIL_BETWEEN] == "estimated from 70 looks"
    assert origins[BudgetItem.WAITING_FOR_TASK] == "what is left"


def test_messages_of_which_some_were_timed_are_an_estimate() -> None:
    whole = a_budget(deserialising=1.0, serialising=2.0)
    origins = {row.item: row.origin for row in budget_rows(whole, [whole])}
    assert origins[BudgetItem.SERIALISING] == "measured"
    some = replace(whole, timed_tasks=5)
    origins = {row.item: row.origin for row in budget_rows(some, [some])}
    assert origins[BudgetItem.DESERIALISING] == "estimated from 5 tasks"
    assert origins[BudgetItem.SERIALISING] == "estimated from 5 tasks"
    one = replace(whole, timed_tasks=1)
    origins = {row.item: row.origin for row in budget_rows(one, [one])}
    assert origins[BudgetItem.SERIALISING] == "estimated from 1 task"


def test_that_one_in_a_loop_waited_for_a_cpu_is_known_from_looks() -> None:
    alone = a_budget(ready=1.0, awaiting=2.0)
    in_a_loop = replace(alone, shares_thread=True)
    (by_kernel, _, _), (by_looks, awaited, _) = (
        [row.origin for row in budget_rows(whole, [whole])] for whole in (alone, in_a_loop)
    )
    assert by_kernel == "measured by the kernel"
    assert by_looks == "estimated from 1 000 looks"
    assert awaited == "measured"


def test_the_sentence_has_the_largest_parts_first() -> None:
    whole = a_budget(on_cpu=1.0, gil=2.0, ready=0.5, pipe=0.3, sleep=0.1, start_up=0.001)
    assert budget_sentence(whole) == (
        "waiting for the GIL 51.3 %   on CPU 25.6 %   waiting for a CPU 12.8 %   "
        "blocked: pipe, socket 7.69 %"
    )


def _table(workers: int, width: int) -> list[str]:
    budgets = {number: a_budget(on_cpu=1.0 * number) for number in range(1, workers + 1)}
    whole = sum_of_budgets(budgets.values())
    assert whole is not None
    return budget_table(whole, budgets, width)


def test_the_table_ends_with_the_whole() -> None:
    assert _table(1, 80)[-1].split() == ["the", "lives", "of", "all", "1.00", "s", "100", "%"]


def test_the_table_has_a_column_for_each_worker_if_they_fit() -> None:
    header, on_cpu, *_ = _table(4, 120)
    assert " ".join(header.split()[3:]) == "worker 1 worker 2 worker 3 worker 4 origin"
    for shown in ("10.0 s", "1.00 s", "2.00 s", "3.00 s", "4.00 s"):
        assert shown in on_cpu
    # Names and figures end in the same cells.
    assert header.index("worker 4") + len("worker 4") == on_cpu.index("4.00 s") + len("4.00 s")


def test_of_more_workers_the_table_has_the_least_and_the_most() -> None:
    for workers, width in ((5, 120), (3, 80)):
        header, on_cpu, *_ = _table(workers, width)
        assert header.split()[3:] == ["least", "most", "origin"]
        assert on_cpu.split()[-3:] == [f"{workers}.00", "s", "measured"]
    # Two need no more room than these.
    assert "worker 2" in _table(2, 80)[0]
