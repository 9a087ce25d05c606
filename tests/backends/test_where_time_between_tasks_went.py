"""Where the time of workers went between tasks: messages, and waits for a CPU and for the GIL."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from concur_workloads.api import MESSAGES, BudgetItem, RunResult, TimeBudget, look_at_function
from concur_workloads.observer.control_block.control_block_reader import why_no_control_blocks
from concur_workloads.results.budget import sum_of_budgets
from support.budgets import CLOSED, budgets_of, wall_s
from support.experiments import Mechanism, run_to_end

pytestmark = pytest.mark.skipif(bool(why_no_control_blocks()), reason="it is read from /proc")

_THREADS = Mechanism("threading.Thread", None)
_PROCESSES = Mechanism("multiprocessing.Process", "fork")

_MESSAGES = 20
_SLOW_MESSAGES = f"""
import os
import time
from pathlib import Path


def take(seconds, kind):
    begun = time.monotonic()
    time.sleep(seconds)
    with open(Path(__file__).with_name("truth"), "a") as file:
        file.write(f"{{os.getpid()}} {{kind}} {{time.monotonic() - begun}}\\n")


class Slow:
    def __getstate__(self):
        take(0.01, "SERIALISING")
        return 1

    def __setstate__(self, state):
        take(0.02, "DESERIALISING")

    def __repr__(self):
        take(0.01, "CHECKING")
        return "slow"


slow = [Slow() for _ in range({_MESSAGES})]


def give(item):
    return item
"""


async def _slow_messages(
    mechanism: Mechanism, tmp_path: Path
) -> tuple[TimeBudget, Mapping[BudgetItem, Sequence[float]]]:
    """The budget of one worker, and what each of its messages took by their own account."""
    path = tmp_path / "slow.py"
    path.write_text(_SLOW_MESSAGES)
    name = f"{path}:give"
    assert (await look_at_function(name, None, "slow")).problem == ""
    spec = mechanism.spec(name, tasks=_MESSAGES, workers=1, warm_up=0, parameters={"items": "slow"})
    result, _ = await run_to_end(spec)
    (budget,) = budgets_of(result)
    assert sum(budget.seconds.values()) == pytest.approx(wall_s(result), rel=CLOSED)
    truth: dict[BudgetItem, list[float]] = {item: [] for item in BudgetItem}
    for line in path.with_name("truth").read_text().splitlines():
        pid, kind, took_s = line.split()
        if int(pid) == result.workers[0].pid:
            truth[BudgetItem[kind]].append(float(took_s))
    return budget, truth


async def test_what_handling_costs_is_told_from_waiting(tmp_path: Path) -> None:
    budget, truth = await _slow_messages(_PROCESSES, tmp_path)
    for item in (BudgetItem.DESERIALISING, BudgetItem.SERIALISING, BudgetItem.CHECKING):
        assert budget.seconds[item] == pytest.approx(sum(truth[item]), rel=0.1)
    assert budget.seconds[BudgetItem.BETWEEN_TASKS] < 0.1
    assert budget.timed_tasks is None


@pytest.mark.parametrize("backend", ["ProcessPoolExecutor", "multiprocessing.Pool"])
async def test_messages_of_a_pool_are_timed_now_and_then(backend: str, tmp_path: Path) -> None:
    budget, truth = await _slow_messages(Mechanism(backend, "fork"), tmp_path)
    assert budget.timed_tasks == 2
    for item in MESSAGES:
        assert len(truth[item]) == _MESSAGES
        # The first and the eighteenth stand for all.
        timed_s = truth[item][0] + truth[item][17]
        assert budget.seconds[item] == pytest.approx(timed_s / 2 * _MESSAGES, rel=0.3)


_BETWEEN = (
    BudgetItem.WAITING_FOR_TASK,
    BudgetItem.BETWEEN_TASKS,
    BudgetItem.READY_BETWEEN,
    BudgetItem.GIL_BETWEEN,
)


def _between_tasks(result: RunResult) -> dict[BudgetItem, float]:
    """The parts of the time between tasks, of all workers together."""
    budget = sum_of_budgets(budgets_of(result))
    assert budget is not None
    in_all_s = sum(budget.seconds.values())
    assert in_all_s == pytest.approx(result.spec.workers * wall_s(result), rel=CLOSED)
    whole_s = sum(budget.seconds[item] for item in _BETWEEN)
    return {item: budget.seconds[item] / whole_s for item in _BETWEEN}


@pytest.fixture
def _one_busy_cpu() -> Iterator[None]:
    """All that this process starts shares one CPU with another program that wants it."""
    usable = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(usable)})
    try:
        with subprocess.Popen([sys.executable, "-c", "while True: pass"]) as rival:
            yield
            rival.kill()
    finally:
        os.sched_setaffinity(0, usable)


@pytest.mark.usefixtures("_one_busy_cpu")
async def test_a_thread_with_tasks_enough_waits_for_a_cpu_between_them_and_not_for_tasks() -> None:
    result, _ = await run_to_end(_THREADS.spec("no-op", tasks=300_000, workers=1))
    parts = _between_tasks(result)
    assert parts[BudgetItem.READY_BETWEEN] > 0.3, parts
    assert parts[BudgetItem.WAITING_FOR_TASK] < 0.3, parts


async def test_threads_of_a_pool_wait_for_the_gil_between_short_tasks() -> None:
    spec = Mechanism("ThreadPoolExecutor", None).spec("no-op", tasks=50_000, workers=4)
    result, _ = await run_to_end(spec)
    parts = _between_tasks(result)
    kept = parts[BudgetItem.READY_BETWEEN] + parts[BudgetItem.GIL_BETWEEN]
    assert parts[BudgetItem.GIL_BETWEEN] > 0.05, parts
    assert kept > 0.3, parts
