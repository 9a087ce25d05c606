"""Where the time of workers went, against work whose truth is known, on each Python found."""

from collections.abc import Mapping
from pathlib import Path

import psutil
import pytest

from concur_workloads.api import Activity, BudgetItem, RunResult, TimeBudget
from concur_workloads.observer.control_block.control_block_reader import why_no_control_blocks
from concur_workloads.results.budget import IN_TASKS, sum_of_budgets
from support.budgets import CLOSED, budgets_of, wall_s
from support.experiments import (
    MECHANISMS,
    ONE_OF_EACH_BACKEND,
    Mechanism,
    lanes_of,
    run_to_end,
    watched,
)
from support.interpreters import OURS, VERSIONS, find_python

pytestmark = pytest.mark.skipif(bool(why_no_control_blocks()), reason="it is read from /proc")

_TASK_S = 0.6

_WORK = f"""
import os
import signal
import subprocess
import threading
import time


def spin(number):
    end = time.thread_time() + {_TASK_S}
    while time.thread_time() < end:
        sum(range(1_000))


def spin_for_a_second(number):
    end = time.monotonic() + 1
    while time.monotonic() < end:
        pass


def sleep(number):
    time.sleep({_TASK_S})


def sleep_for_ever(number):
    time.sleep(999)


def sleep_and_die_at_first(number):
    time.sleep({_TASK_S})
    if number == 0:
        os.kill(os.getpid(), signal.SIGKILL)


def pipe(number):
    ours, theirs = os.pipe()
    writer = subprocess.Popen(["sleep", "{_TASK_S}"], pass_fds=[theirs])
    os.close(theirs)
    os.read(ours, 1)
    os.close(ours)
    writer.wait()


def lock(number):
    held = threading.Lock()
    held.acquire()
    held.acquire(timeout={_TASK_S})


def child(number):
    subprocess.run(["sleep", "{_TASK_S}"])


def stop(number):
    is_stopped = 'grep -q "^State:.T" /proc/$PPID/status'
    go_on = f"until {{is_stopped}}; do sleep 0.01; done; sleep {_TASK_S}; kill -CONT $PPID"
    helper = subprocess.Popen(["sh", "-c", go_on])
    os.kill(os.getpid(), signal.SIGSTOP)
    helper.wait()


def spin_on_one_cpu_for_a_second(number):
    os.sched_setaffinity(0, {{min(os.sched_getaffinity(0))}})
    spin_for_a_second(number)
"""

_THREADS = Mechanism("threading.Thread", None)
_PROCESSES = Mechanism("multiprocessing.Process", "fork")
_REPLACE_THE_DEAD = ("multiprocessing.Process", "multiprocessing.Pool", "pebble")
_REPLACE_AS_PLANNED = (
    Mechanism("multiprocessing.Process", "spawn"),
    Mechanism("multiprocessing.Pool", "spawn"),
    Mechanism("ProcessPoolExecutor", "spawn"),
    Mechanism("pebble", "fork"),
)
_ITEMS = {
    "spin": (BudgetItem.ON_CPU, BudgetItem.READY),
    "sleep": (BudgetItem.SLEEP,),
    "pipe": (BudgetItem.PIPE,),
    "lock": (BudgetItem.LOCK,),
    "child": (BudgetItem.CHILD,),
    "stop": (BudgetItem.STOPPED,),
}

#: They start another process, which takes a moment of another kind.
_START_OTHERS = ("pipe", "child", "stop")


@pytest.fixture
def work(tmp_path: Path) -> str:
    """The path of the file with the functions."""
    path = tmp_path / "work.py"
    path.write_text(_WORK)
    return str(path)


@pytest.mark.parametrize(
    ("function", "mechanism"),
    # A thread would stop the runner too.
    [(each, _THREADS) for each in _ITEMS if each != "stop"]
    + [(each, _PROCESSES) for each in _ITEMS],
    ids=str,
)
async def test_the_budget_is_closed_and_names_the_truth(
    function: str, mechanism: Mechanism, work: str
) -> None:
    # Threads that spin would wait for the GIL.
    workers = 1 if mechanism is _THREADS and function == "spin" else 2
    spec = mechanism.spec(f"{work}:{function}", tasks=2 * workers, workers=workers, warm_up=0)
    result, _ = await run_to_end(spec)
    least = 0.9 if function in _START_OTHERS else 0.95
    for budget in budgets_of(result):
        _check(budget, result, _ITEMS[function], least)
        assert budget.in_tasks_s >= 2 * _TASK_S
    assert result.budget is not None
    in_all_s = sum(result.budget.seconds.values())
    assert in_all_s == pytest.approx(workers * wall_s(result), rel=CLOSED)


def _check(
    budget: TimeBudget, result: RunResult, named: tuple[BudgetItem, ...], least: float = 0.95
) -> None:
    """It is closed, and of the time in tasks at least that part is of the kinds that are named.

    Where other programs want the CPUs, workers wait for one for a part of it, as is told too.
    """
    assert sum(budget.seconds.values()) == pytest.approx(wall_s(result), rel=CLOSED)
    named_s = sum(budget.seconds[item] for item in named)
    kept_s = 0.0 if BudgetItem.READY in named else budget.seconds[BudgetItem.READY]
    assert named_s + kept_s >= least * budget.in_tasks_s, budget
    assert result.machine is not None
    is_busy = result.machine.others_cpu_s > 0.2 * result.machine.watched_s
    assert kept_s < (0.3 if is_busy else 0.1) * budget.in_tasks_s, budget
    assert budget.seconds[BudgetItem.NOT_EXPLAINED] <= 0.05 * budget.wall_s


async def test_processes_that_crowd_on_one_cpu_wait_for_it(work: str) -> None:
    crowd = 4
    spec = _PROCESSES.spec(
        f"{work}:spin_on_one_cpu_for_a_second", tasks=crowd, workers=crowd, warm_up=0
    )
    result, _ = await run_to_end(spec)
    for budget in budgets_of(result):
        _check(budget, result, (BudgetItem.ON_CPU, BudgetItem.READY))
    whole = sum_of_budgets(budgets_of(result))
    assert whole is not None
    # Together they had one CPU at most, less what other programs took.
    assert whole.seconds[BudgetItem.READY] >= 0.95 * (1 - 1 / crowd) * whole.in_tasks_s


async def test_who_waits_for_its_turn_is_told_from_who_is_at_the_end(work: str) -> None:
    spec = _PROCESSES.spec(f"{work}:sleep", tasks=3, workers=2, warm_up=0)
    result, _ = await run_to_end(spec)
    tails = sorted(each.seconds[BudgetItem.IDLE_TAIL] for each in budgets_of(result))
    assert tails[0] < 0.2
    assert tails[1] == pytest.approx(_TASK_S, rel=0.3)


@pytest.mark.parametrize(
    "mechanism",
    [each for each in ONE_OF_EACH_BACKEND if each.backend in _REPLACE_THE_DEAD],
    ids=str,
)
async def test_a_task_that_a_worker_died_on_is_no_wait_for_a_task(
    mechanism: Mechanism, work: str
) -> None:
    spec = mechanism.spec(f"{work}:sleep_and_die_at_first", tasks=2, workers=1, warm_up=0)
    result, _ = await run_to_end(spec)
    (worker,) = result.workers
    assert [each.task for each in result.failures] == [0]
    assert worker.budget is not None
    # A pool takes a moment to notice.
    slept_s = worker.budget.seconds[BudgetItem.SLEEP]
    assert 1.95 * _TASK_S < slept_s < 2 * _TASK_S + 0.3
    waits = (BudgetItem.WAITING_FOR_TASK, BudgetItem.IDLE_TAIL)
    assert sum(worker.budget.seconds[each] for each in waits) < 0.3


async def test_a_worker_that_nobody_waits_for_is_a_zombie_and_counts_as_one(work: str) -> None:
    spec = _PROCESSES.spec(f"{work}:sleep_for_ever", tasks=1, workers=1, warm_up=0)
    async with watched(spec) as run:
        look = await run.until(
            lambda look: [each.activity for each in lanes_of(look)] == [Activity.SLEEP]
        )
        worker = psutil.Process(lanes_of(look)[0].pid)
        runner = worker.parent()
        assert runner is not None
        runner.suspend()
        worker.kill()
        killed = await run.until(
            lambda look: [each.activity for each in lanes_of(look)] == [Activity.ZOMBIE]
        )
        await run.after(killed, _TASK_S)
        runner.resume()
        result = await run.result()
    assert [each.task for each in result.failures] == [0]
    budget = result.workers[0].budget
    assert budget is not None
    assert budget.seconds[BudgetItem.ZOMBIE] == pytest.approx(_TASK_S, rel=0.2)
    assert sum(budget.seconds.values()) == pytest.approx(wall_s(result), rel=CLOSED)
    named = (BudgetItem.ZOMBIE, BudgetItem.SLEEP)
    assert sum(budget.seconds[each] for each in named) >= 0.95 * budget.in_tasks_s


@pytest.mark.parametrize(
    "mechanism", [each for each in MECHANISMS if each in _REPLACE_AS_PLANNED], ids=str
)
async def test_those_that_take_the_place_of_others_start_and_warm_up_too(
    mechanism: Mechanism, work: str
) -> None:
    spec = mechanism.spec(f"{work}:sleep", tasks=2, workers=1, warm_up=1, max_tasks_per_child=1)
    result, _ = await run_to_end(spec)
    (budget,) = budgets_of(result)
    phases = result.phases
    assert phases.startup is not None
    assert phases.dispatch is not None
    # The call that executors get their workers ready with counts as a task of theirs, and the
    # next one may warm up before the pass begins.
    warm_ups = 3 if mechanism.backend in ("ProcessPoolExecutor", "pebble") else 2
    assert abs(budget.seconds[BudgetItem.WARM_UP] / _TASK_S - warm_ups) < 0.5
    assert budget.seconds[BudgetItem.START_UP] > 1.2 * phases.startup
    assert budget.seconds[BudgetItem.WAITING_FOR_TASK] < 0.2 * _TASK_S
    assert phases.dispatch < 0.1 * _TASK_S
    assert sum(budget.seconds.values()) == pytest.approx(wall_s(result), rel=CLOSED)


_FIRST_IS_SLOW = """
import os
import time
from pathlib import Path


def start():
    try:
        os.mkdir(Path(__file__).with_name("begun"))
    except FileExistsError:
        return
    time.sleep(0.5)
"""


@pytest.mark.parametrize(
    "options", [{}, {"recycle": True, "repeats": 2}], ids=["one start", "two starts"]
)
async def test_who_has_started_waits_for_the_others(
    options: Mapping[str, object], work: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "first_is_slow.py").write_text(_FIRST_IS_SLOW)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    spec = _PROCESSES.spec(
        f"{work}:sleep",
        tasks=2,
        workers=2,
        warm_up=0,
        initializer="first_is_slow:start",
        **options,
    )
    result, _ = await run_to_end(spec)
    quick, slow = sorted(
        (each.seconds for each in budgets_of(result)), key=lambda each: each[BudgetItem.START_UP]
    )
    assert slow[BudgetItem.START_UP] >= 0.5
    assert quick[BudgetItem.START_UP] < 0.4
    assert quick[BudgetItem.WAITING_FOR_OTHERS] > 0.1
    assert slow[BudgetItem.WAITING_FOR_OTHERS] < 0.1
    for each in (quick, slow):
        assert each[BudgetItem.START_UP] + each[BudgetItem.WAITING_FOR_OTHERS] == pytest.approx(
            result.phases.startup
        )
        assert each[BudgetItem.WARM_UP] == pytest.approx(result.phases.warm_up)


@pytest.mark.parametrize(
    ("version", "threads"),
    [(OURS, 2), (OURS, 8), *((each, 4) for each in VERSIONS)],
)
async def test_threads_that_spin_share_one_cpu_and_wait_for_the_gil(
    version: str, threads: int, work: str
) -> None:
    path = None if version == OURS else find_python(version)
    if version != OURS and path is None:
        pytest.skip(f"no Python {version} on this machine")
    spec = _THREADS.spec(
        f"{work}:spin_for_a_second",
        tasks=threads,
        workers=threads,
        warm_up=0,
        interpreter=path,
    )
    result, _ = await run_to_end(spec)
    budget = sum_of_budgets(budgets_of(result))
    assert budget is not None
    in_tasks_s = sum(budget.seconds[item] for item in IN_TASKS)
    on_cpu = budget.seconds[BudgetItem.ON_CPU] / in_tasks_s
    gil = budget.seconds[BudgetItem.GIL] / in_tasks_s
    ready = budget.seconds[BudgetItem.READY] / in_tasks_s
    assert on_cpu + gil + ready >= 0.95, budget
    if version.endswith("t"):
        assert gil < 0.05
    else:
        # Other programs may take a part of its time.
        assert on_cpu <= 1 / threads + 0.05
        conditions = result.machine
        assert conditions is not None
        left_cpus = conditions.cpus - conditions.others_cpu_s / conditions.watched_s
        # Who waits for the GIL wakes up again and again, and where there is no CPU, waits for that.
        if left_cpus >= 0.8:
            assert gil >= 0.3 * (1 - ready)


async def test_what_workers_are_at_now_is_seen_while_they_run(work: str) -> None:
    spec = _THREADS.spec(f"{work}:sleep", tasks=2, workers=2, warm_up=0)
    async with watched(spec) as run:
        look = await run.until(
            lambda look: [each.activity for each in lanes_of(look)] == [Activity.SLEEP] * 2
        )
        assert all(each.state == "running" for each in lanes_of(look))
        result = await run.result()
    assert result.status == "completed"
    shares = dict(lanes_of(run.experiment.snapshot())[0].shares)
    assert shares[Activity.SLEEP] > 0.9


async def test_workers_that_there_were_not_files_enough_to_watch_are_counted(
    work: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("concur_workloads.observer.waiting.sampler._most_threads", lambda: 2)
    async with watched(_THREADS.spec(f"{work}:sleep", tasks=3, workers=3)) as run:
        result = await run.result()
        went = run.experiment.where_time_went()
    assert result.status == "completed"
    assert (len(went.budgets), went.unwatched) == (2, 1)
