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
    assert (on_cpu.together_s, on_cpu.least_s, on_cpu.most_s) == (4.0, 1.0, 3.0)
    assert on_cpu.share == 4.0 / 6.0
    assert on_cpu.origin == "measured"
    assert rows[BudgetItem.GIL].origin == "estimated from 2 000 looks"


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


def test_the_table_ends_with_the_whole() -> None:
    worker = a_budget(on_cpu=1.0)
    lines = budget_table(worker, [worker])
    assert lines[-1].split() == ["the", "lives", "of", "all", "1.00", "s", "100", "%"]
    assert {len(line.rstrip()) for line in lines} != {0}
