"""Where the time of workers went, against work whose truth is known, on each Python found."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import psutil
import pytest

from concur_workloads.api import (
    MESSAGES,
    Activity,
    BudgetItem,
    RunResult,
    TimeBudget,
    look_at_function,
)
from concur_workloads.observer.control_block.control_block_reader import why_no_control_blocks
from concur_workloads.results.budget import IN_TASKS, sum_of_budgets
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

#: The parts of a budget must sum to as much as was measured apart from them, but for a hair.
_CLOSED = 0.002
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


def _budgets(result: RunResult) -> list[TimeBudget]:
    assert (result.status, result.cause) == ("completed", "")
    found = [each.budget for each in result.workers if each.budget is not None]
    assert len(found) == result.spec.workers
    return found


def _wall_s(result: RunResult) -> float:
    """The life of each worker, from what was measured apart from the budget."""
    phases = result.phases
    assert phases.startup is not None
    assert phases.warm_up is not None
    assert phases.shutdown is not None
    passes = sum(each.wall_s for each in result.passes if each.role == "backend")
    return phases.startup + phases.warm_up + passes + phases.shutdown


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
    for budget in _budgets(result):
        _check(budget, result, _ITEMS[function], least)
        assert budget.in_tasks_s >= 2 * _TASK_S
    assert result.budget is not None
    in_all_s = sum(result.budget.seconds.values())
    assert in_all_s == pytest.approx(workers * _wall_s(result), rel=_CLOSED)


def _check(
    budget: TimeBudget, result: RunResult, named: tuple[BudgetItem, ...], least: float = 0.95
) -> None:
    """It is closed, and of the time in tasks at least that part is of the kinds that are named."""
    assert sum(budget.seconds.values()) == pytest.approx(_wall_s(result), rel=_CLOSED)
    assert sum(budget.seconds[item] for item in named) >= least * budget.in_tasks_s, budget
    assert budget.seconds[BudgetItem.NOT_EXPLAINED] <= 0.05 * budget.wall_s


async def test_processes_that_crowd_on_one_cpu_wait_for_it(work: str) -> None:
    crowd = 4
    spec = _PROCESSES.spec(
        f"{work}:spin_on_one_cpu_for_a_second", tasks=crowd, workers=crowd, warm_up=0
    )
    result, _ = await run_to_end(spec)
    for budget in _budgets(result):
        _check(budget, result, (BudgetItem.ON_CPU, BudgetItem.READY))
    whole = sum_of_budgets(_budgets(result))
    assert whole is not None
    # Together they had one CPU at most, less what other programs took.
    assert whole.seconds[BudgetItem.READY] >= 0.95 * (1 - 1 / crowd) * whole.in_tasks_s


async def test_who_waits_for_its_turn_is_told_from_who_is_at_the_end(work: str) -> None:
    spec = _PROCESSES.spec(f"{work}:sleep", tasks=3, workers=2, warm_up=0)
    result, _ = await run_to_end(spec)
    tails = sorted(each.seconds[BudgetItem.IDLE_TAIL] for each in _budgets(result))
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
    assert sum(budget.seconds.values()) == pytest.approx(_wall_s(result), rel=_CLOSED)
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
    (budget,) = _budgets(result)
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
    assert sum(budget.seconds.values()) == pytest.approx(_wall_s(result), rel=_CLOSED)


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
        (each.seconds for each in _budgets(result)), key=lambda each: each[BudgetItem.START_UP]
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


_SLOW_MESSAGES = """
import os
import time
from pathlib import Path


def take(seconds, kind):
    begun = time.monotonic()
    time.sleep(seconds)
    with open(Path(__file__).with_name("truth"), "a") as file:
        file.write(f"{os.getpid()} {kind} {time.monotonic() - begun}\\n")


class Slow:
    def __getstate__(self):
        take(0.01, "SERIALISING")
        return 1

    def __setstate__(self, state):
        take(0.02, "DESERIALISING")

    def __repr__(self):
        take(0.01, "CHECKING")
        return "slow"


slow = [Slow() for _ in range(20)]


def give(item):
    return item
"""


async def _slow_messages(
    mechanism: Mechanism, tmp_path: Path
) -> tuple[TimeBudget, Mapping[BudgetItem, float]]:
    """The budget of one worker, and what its messages took by their own account."""
    path = tmp_path / "slow.py"
    path.write_text(_SLOW_MESSAGES)
    name = f"{path}:give"
    assert (await look_at_function(name, None, "slow")).problem == ""
    spec = mechanism.spec(name, tasks=20, workers=1, warm_up=0, parameters={"items": "slow"})
    result, _ = await run_to_end(spec)
    (budget,) = _budgets(result)
    assert sum(budget.seconds.values()) == pytest.approx(_wall_s(result), rel=_CLOSED)
    truth = dict.fromkeys(BudgetItem, 0.0)
    for line in path.with_name("truth").read_text().splitlines():
        pid, kind, took_s = line.split()
        if int(pid) == result.workers[0].pid:
            truth[BudgetItem[kind]] += float(took_s)
    return budget, truth


async def test_what_handling_costs_is_told_from_waiting(tmp_path: Path) -> None:
    budget, truth = await _slow_messages(_PROCESSES, tmp_path)
    for item in (BudgetItem.DESERIALISING, BudgetItem.SERIALISING, BudgetItem.CHECKING):
        assert budget.seconds[item] == pytest.approx(truth[item], rel=0.1)
    assert budget.seconds[BudgetItem.BETWEEN_TASKS] < 0.1
    assert budget.timed_tasks is None


@pytest.mark.parametrize("backend", ["ProcessPoolExecutor", "multiprocessing.Pool"])
async def test_messages_of_a_pool_are_timed_now_and_then(backend: str, tmp_path: Path) -> None:
    budget, truth = await _slow_messages(Mechanism(backend, "fork"), tmp_path)
    for item in MESSAGES:
        assert budget.seconds[item] == pytest.approx(truth[item], rel=0.5)
    # The first and the eighteenth.
    assert budget.timed_tasks == 2


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
    budget = sum_of_budgets(_budgets(await _run_in_loop("spin_and_await", workers, tmp_path)))
    assert budget is not None
    assert budget.seconds[BudgetItem.ON_CPU] == pytest.approx(workers * 0.1, rel=0.1)
    # Each may have to wait for the steps of the others.
    assert workers * 0.39 <= budget.seconds[BudgetItem.AWAITING] < workers * (0.5 + 0.2 * workers)
    assert budget.seconds[BudgetItem.SLEEP] < 0.02


async def test_a_coroutine_that_blocks_the_loop_does_not_await(tmp_path: Path) -> None:
    (budget,) = _budgets(await _run_in_loop("block", 1, tmp_path))
    assert budget.seconds[BudgetItem.SLEEP] == pytest.approx(0.2, rel=0.2)
    assert budget.seconds[BudgetItem.AWAITING] < 0.02
    assert budget.looks > 0


async def test_functions_that_block_the_loop_wait_for_each_other(tmp_path: Path) -> None:
    result = await _run_in_loop("sleep", 3, tmp_path, blocking="loop")
    budgets = _budgets(result)
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
    for each in _budgets(result):
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
    for each in _budgets(result):
        assert sum(each.seconds.values()) == pytest.approx(_wall_s(result), rel=_CLOSED)
    return result


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
    budget = sum_of_budgets(_budgets(result))
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


_BETWEEN = (
    BudgetItem.WAITING_FOR_TASK,
    BudgetItem.BETWEEN_TASKS,
    BudgetItem.READY_BETWEEN,
    BudgetItem.GIL_BETWEEN,
)


def _between_tasks(result: RunResult) -> dict[BudgetItem, float]:
    """The parts of the time between tasks, of all workers together."""
    budget = sum_of_budgets(_budgets(result))
    assert budget is not None
    in_all_s = sum(budget.seconds.values())
    assert in_all_s == pytest.approx(result.spec.workers * _wall_s(result), rel=_CLOSED)
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
