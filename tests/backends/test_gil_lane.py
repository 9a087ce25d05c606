"""Who held the GIL over time, on real backends, and why there is no such lane for others."""

from pathlib import Path

import pytest

from concur_workloads.api import Activity, BudgetItem, GilLook
from concur_workloads.observer.control_block.control_block_reader import why_no_control_blocks
from support.experiments import Mechanism, run_to_end, watched
from support.free_threaded import TURNS_IT_ON, a_free_threaded_python
from support.interpreters import OURS, find_python

pytestmark = pytest.mark.skipif(bool(why_no_control_blocks()), reason="it is read from /proc")

_WORK = """
import asyncio
import time


def spin(number):
    end = time.monotonic() + 0.5
    while time.monotonic() < end:
        pass


async def nap(number):
    await asyncio.sleep(0.2)
"""
_THREADS = Mechanism("threading.Thread", None)
_PROCESSES = Mechanism("multiprocessing.Process", "fork")


@pytest.fixture
def work(tmp_path: Path) -> str:
    """The path of the file with the functions."""
    path = tmp_path / "work.py"
    path.write_text(_WORK)
    return str(path)


@pytest.mark.parametrize("backend", ["threading.Thread", "ThreadPoolExecutor", "asyncio"])
async def test_threads_that_spin_are_seen_to_hold_it_in_turns(backend: str, work: str) -> None:
    spec = Mechanism(backend, None).spec(f"{work}:spin", tasks=20, workers=2, warm_up=0)
    looks: list[GilLook] = []
    async with watched(spec) as run:
        while not any(look.changed for look in looks):
            now = await run.until(lambda look: look.gil is not None and bool(look.gil.looks))
            assert now.gil is not None
            assert now.gil.unseen == ""
            assert all(0 < each.at_s <= now.elapsed_s for each in now.gil.looks)
            looks += now.gil.looks
        run.experiment.cancel()
        result = await run.result()
    assert {each.holder for each in looks} - {None} <= {1, 2}
    assert result.gil_lane.why_none == ""
    stretches = result.gil_lane.stretches
    assert result.gil_use is not None
    assert sum(each.use.looks for each in stretches) == result.gil_use.looks
    held = {worker for each in stretches for worker in each.use.holders}
    assert held == {1, 2}


@pytest.mark.parametrize(
    ("mechanism", "function", "workers", "reason"),
    [
        (_PROCESSES, "spin", 2, "the workers are processes, each with a GIL of its own"),
        (_THREADS, "spin", 1, "there is one worker, which shares the GIL with no other"),
        (Mechanism("asyncio", None), "nap", 2, "the workers take turns in one thread"),
    ],
    ids=str,
)
async def test_who_shares_none_has_no_lane_but_a_reason(
    mechanism: Mechanism, function: str, workers: int, reason: str, work: str
) -> None:
    spec = mechanism.spec(f"{work}:{function}", tasks=workers, workers=workers, warm_up=0)
    async with watched(spec) as run:
        result = await run.result()
    assert run.experiment.snapshot().gil is None
    assert (result.gil_lane.stretches, result.gil_lane.why_none) == ((), reason)
    assert result.gil_use is None


@pytest.mark.parametrize("backend", ["sub-interpreters", "InterpreterPoolExecutor"])
async def test_interpreters_have_one_each_and_wait_for_none(backend: str, work: str) -> None:
    path = None if OURS == "3.14" else find_python("3.14")
    if path is None and OURS != "3.14":
        pytest.skip("no Python 3.14 on this machine")
    spec = Mechanism(backend, None).spec(
        f"{work}:spin", tasks=6, workers=3, warm_up=0, interpreter=path
    )
    async with watched(spec) as run:
        result = await run.result()
    assert {look.gil for look in run.looks} == {None}
    reason = "the workers are interpreters, each with a GIL of its own"
    assert (result.gil_lane.stretches, result.gil_lane.why_none) == ((), reason)
    assert (result.gil_use, result.workers_share_gil) == (None, False)
    lanes = [lane for look in run.looks for lane in look.lanes]
    in_tasks = {lane.activity for lane in lanes if lane.state == "running"}
    assert in_tasks & {Activity.ON_CPU, Activity.READY}
    assert Activity.GIL not in in_tasks
    assert Activity.GIL not in {share.otherwise for look in run.looks for share in look.shares}
    assert result.budget is not None
    assert result.budget.seconds[BudgetItem.GIL] == 0
    assert result.budget.seconds[BudgetItem.ON_CPU] > 0


async def test_a_python_without_the_gil_has_no_lane_until_an_import_turns_it_on(
    work: str, tmp_path: Path
) -> None:
    path = a_free_threaded_python(tmp_path / "python3t")
    spec = _THREADS.spec(f"{work}:spin", tasks=2, workers=2, warm_up=0, interpreter=path)
    result, _ = await run_to_end(spec)
    assert result.gil_lane.why_none == "this Python runs without the GIL"
    assert (result.gil_lane.stretches, result.gil_use) == ((), None)
    result, _ = await run_to_end(spec.with_changes(initializer=f"{TURNS_IT_ON}:c.bit_length"))
    assert result.gil_lane.why_none == ""
    assert result.gil_lane.stretches


async def test_more_workers_than_are_looked_at_at_once_have_a_reason(work: str) -> None:
    spec = _THREADS.spec(f"{work}:spin", tasks=1, workers=100, warm_up=0)
    async with watched(spec) as run:
        look = await run.until(lambda look: look.gil is not None)
        assert look.gil is not None
        assert look.gil.unseen == "of 100 workers, not all are looked at at once"
        result = await run.result()
    assert result.gil_lane.why_none == "of 100 workers, not all are looked at at once"
