"""Where the time of coroutines went, and of functions that block their event loop."""

from pathlib import Path

import pytest

from concur_workloads.api import BudgetItem, RunResult, look_at_function
from concur_workloads.observer.control_block.control_block_reader import why_no_control_blocks
from concur_workloads.results.budget import sum_of_budgets
from support.budgets import CLOSED, budgets_of, wall_s
from support.experiments import Mechanism, run_to_end

pytestmark = pytest.mark.skipif(bool(why_no_control_blocks()), reason="it is read from /proc")

_IN_A_LOOP = """
import asyncio
import time


async def spin_and_await(number):
    end = time.thread_time() + 0.1
    while time.thread_time() < end:
        pass
    await asyncio.sleep(0.4)


async def block(number):
    time.sleep(0.2)


def sleep(number):
    time.sleep(0.2)
"""


@pytest.mark.parametrize("workers", [1, 3])
async def test_coroutines_that_await_are_told_from_those_that_compute(
    workers: int, tmp_path: Path
) -> None:
    budget = sum_of_budgets(budgets_of(await _run_in_loop("spin_and_await", workers, tmp_path)))
    assert budget is not None
    assert budget.seconds[BudgetItem.ON_CPU] == pytest.approx(workers * 0.1, rel=0.1)
    # Each may have to wait for the steps of the others.
    assert workers * 0.39 <= budget.seconds[BudgetItem.AWAITING] < workers * (0.5 + 0.2 * workers)
    assert budget.seconds[BudgetItem.SLEEP] < 0.02


async def test_a_coroutine_that_blocks_the_loop_does_not_await(tmp_path: Path) -> None:
    (budget,) = budgets_of(await _run_in_loop("block", 1, tmp_path))
    assert budget.seconds[BudgetItem.SLEEP] == pytest.approx(0.2, rel=0.2)
    assert budget.seconds[BudgetItem.AWAITING] < 0.02
    assert budget.looks > 0


async def test_functions_that_block_the_loop_wait_for_each_other(tmp_path: Path) -> None:
    result = await _run_in_loop("sleep", 3, tmp_path, blocking="loop")
    budgets = budgets_of(result)
    assert len(budgets) == 3
    waited_s = 0.0
    for each in budgets:
        assert each.seconds[BudgetItem.SLEEP] == pytest.approx(0.2, rel=0.2)
        assert each.seconds[BudgetItem.AWAITING] < 0.02
        waiting = (BudgetItem.WAITING_FOR_TASK, BudgetItem.IDLE_TAIL)
        waited_s += sum(each.seconds[item] for item in waiting)
    # Of three that take turns, each waits while the two others have theirs.
    assert waited_s == pytest.approx(3 * 2 * 0.2, rel=0.2)


async def test_the_loop_that_comes_after_another_is_watched_too(tmp_path: Path) -> None:
    result = await _run_in_loop("sleep", 2, tmp_path, blocking="loop", repeats=2, recycle=True)
    for each in budgets_of(result):
        assert each.seconds[BudgetItem.SLEEP] == pytest.approx(2 * 0.2, rel=0.2)
        assert each.seconds[BudgetItem.NOT_EXPLAINED] < 0.05


async def _run_in_loop(function: str, workers: int, tmp_path: Path, **options: object) -> RunResult:
    path = tmp_path / "in_a_loop.py"
    path.write_text(_IN_A_LOOP)
    name = f"{path}:{function}"
    assert (await look_at_function(name, None)).problem == ""
    asyncio_ = Mechanism("asyncio", None)
    result, _ = await run_to_end(
        asyncio_.spec(name, tasks=workers, workers=workers, warm_up=0, **options)
    )
    for each in budgets_of(result):
        assert sum(each.seconds.values()) == pytest.approx(wall_s(result), rel=CLOSED)
    return result
