"""Lints find what they are for in real runs, also while others use the machine."""

from pathlib import Path

import pytest

from concur_workloads.api import RunResult, findings, usable_cpus
from concur_workloads.observer.control_block.control_block_reader import why_no_control_blocks
from concur_workloads.results.lints.registry import findings_so_far
from support.experiments import Mechanism, Watched, run_to_end, watched

_LONG_S = 1.3
_WORK = f"""
import hashlib
import threading
import time

numbers = list(range(300_000))
beat = threading.Thread(target=threading.Event().wait, name="beat", daemon=True)
beat.start()


def last_is_long(number):
    time.sleep({_LONG_S} if number == 9 else 0.001)


def first_are_long(number):
    time.sleep(0.05 if number < 8 else 0)


def give_many(number):
    return numbers


pool = []


def hash_blocks(until_s):
    block = bytes(1 << 20)
    while time.thread_time() < until_s:
        hashlib.sha256(block)


def hash_beside_a_pool(number):
    while len(pool) < 3:
        pool.append(threading.Thread(target=hash_blocks, args=(60,), daemon=True))
        pool[-1].start()
    hash_blocks(time.thread_time() + 0.1)
"""

_CPUS = usable_cpus().count
_ASYNCIO = Mechanism("asyncio", None)
_POOL = Mechanism("multiprocessing.Pool", "fork")
_FORKED = Mechanism("multiprocessing.Process", "fork")
_SPAWNED = Mechanism("multiprocessing.Process", "spawn")

_watching = pytest.mark.skipif(bool(why_no_control_blocks()), reason="it takes looks at /proc")


@pytest.fixture
def work(tmp_path: Path) -> str:
    """The path of the file with the functions."""
    path = tmp_path / "work.py"
    path.write_text(_WORK)
    return str(path)


async def _found(mechanism: Mechanism, workload: str, **changes: object) -> dict[str, str]:
    """The sentences by the names of the lints."""
    result, _ = await run_to_end(mechanism.spec(workload, **changes))
    assert (result.status, result.cause) == ("completed", "")
    return {each.lint: each.sentence for each in findings(result)}


async def _told_live(run: Watched, lint: str) -> str:
    """The sentence of a lint from the moment on that it speaks of a run that is still on."""
    told: list[str] = []

    def speaks(so_far: RunResult | None) -> bool:
        found = findings_so_far(so_far) if so_far is not None else ()
        told.extend(each.sentence for each in found if each.lint == lint)
        return bool(told)

    await run.until(lambda _: speaks(run.experiment.result_so_far()))
    return told[0]


@_watching
async def test_more_processes_that_compute_than_cpus() -> None:
    found = await _found(
        _FORKED,
        "sum-of-squares",
        workers=3 * _CPUS,
        tasks=3 * _CPUS,
        parameters={"terms": 2_000_000},
    )
    assert "took turns on" in found["oversubscription"]
    assert "native-pools" not in found


@_watching
async def test_processes_with_threads_that_compute_beside_them(work: str) -> None:
    spec = _FORKED.spec(f"{work}:hash_beside_a_pool", workers=_CPUS, tasks=100 * _CPUS, warm_up=0)
    async with watched(spec) as run:
        told = await _told_live(run, "native-pools")
    assert f"{_CPUS} processes and up to" in told


async def test_tasks_that_do_nothing() -> None:
    found = await _found(_FORKED, "no-op", tasks=200)
    assert found["tiny-tasks"].startswith("A task took")


async def test_a_task_that_holds_up_the_pass_is_told_of_while_it_does(work: str) -> None:
    async with watched(_FORKED.spec(f"{work}:last_is_long", tasks=10)) as run:
        told = await _told_live(run, "straggler")
        result = await run.result()
    assert told.startswith("Task 9 has been under way in worker")
    assert "no other is left to begin" in told
    ended = {each.lint: each.sentence for each in findings(result)}
    assert ended["straggler"].startswith("The longest task took 1.3")


async def test_chunks_of_which_one_has_all_the_work(work: str) -> None:
    found = await _found(_FORKED, f"{work}:first_are_long", tasks=16, chunk_size=8)
    assert found["unbalanced-chunks"].startswith("With chunks of 8 tasks, one worker was busy for")


async def test_processes_that_take_longer_to_start_than_to_work() -> None:
    found = await _found(_SPAWNED, "no-op", tasks=4)
    assert found["start-up-dominates"].startswith("Until 2 processes were ready it took")


async def test_functions_that_block_an_event_loop() -> None:
    found = await _found(
        _ASYNCIO, "sleep", tasks=8, workers=4, blocking="loop", parameters={"seconds": 0.06}
    )
    assert "its timers fired" in found["blocked-event-loop"]
    assert "idle-tail" not in found


@_watching
async def test_results_that_take_longer_to_send_than_to_make(work: str) -> None:
    found = await _found(_FORKED, f"{work}:give_many", tasks=16)
    assert found["pickling-dominates"].startswith("Between tasks, the workers were on a CPU for")


async def test_a_fork_beside_a_thread_that_an_import_has_left(work: str) -> None:
    found = await _found(_FORKED, f"{work}:first_are_long", tasks=2)
    assert "(beat)" in found["fork-with-threads"]


async def test_forks_in_a_thread_of_a_pool() -> None:
    found = await _found(_POOL, "no-op", tasks=8, max_tasks_per_child=2)
    assert "_handle_results" in found["fork-with-threads"]
    assert "fork-with-threads" not in await _found(_POOL, "no-op", tasks=8)
