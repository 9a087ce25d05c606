"""What is special of asyncio: coroutines overlap in one thread, and what blocks it is seen."""

from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from concur_workloads.api import (
    Activity,
    RunResult,
    RunSpec,
    SpecError,
    look_at_function,
    prepare,
    workload,
    workloads,
)
from concur_workloads.observer.control_block.control_block_reader import why_no_control_blocks
from support.experiments import Mechanism, run_to_end, watched

ASYNCIO = Mechanism("asyncio", None)


async def _run(workload_name: str, **changes: Any) -> RunResult:
    return (await run_to_end(ASYNCIO.spec(workload_name, **changes)))[0]


async def test_coroutines_wait_at_the_same_time_in_one_thread() -> None:
    result = await _run("sleep", parameters={"seconds": 0.02}, tasks=100, workers=50)
    assert result.status == "completed"
    assert result.wall_s is not None
    # Two rounds of twenty milliseconds; one after the other it were two seconds.
    assert 0.04 <= result.wall_s < 1.0
    assert len({each.native_id for each in result.workers}) == 1
    assert {each.tasks for each in result.workers} == {2}
    for each in result.workers:
        assert 0 < each.on_cpu_s < 0.02 < each.busy_s


@pytest.mark.parametrize("name", [each.name for each in workloads() if each.coroutine is not None])
async def test_a_coroutine_gives_the_same_results_as_its_function(name: str) -> None:
    smallest = workload(name).smallest
    result = await _run(name, parameters=smallest, tasks=40, baseline=True)
    assert (result.status, result.checksum_matches) == ("completed", True)


async def test_a_loop_that_is_not_blocked_is_hardly_late() -> None:
    result = await _run("sleep", parameters={"seconds": 0.05}, tasks=20, workers=4)
    assert result.loop_lag is not None
    assert result.loop_lag.p50 < 0.04


@pytest.mark.parametrize(
    ("name", "parameters"), [("busy-wait", {"milliseconds": 60.0}), ("sleep", {"seconds": 0.06})]
)
async def test_a_blocked_loop_is_late_and_its_tasks_take_turns(
    name: str, parameters: dict[str, float]
) -> None:
    result = await _run(name, parameters=parameters, tasks=8, blocking="loop")
    assert result.status == "completed"
    assert result.loop_lag is not None
    assert result.loop_lag.max >= 0.045
    assert result.wall_s is not None
    assert result.wall_s >= 8 * 0.06


async def test_functions_in_threads_let_the_loop_go_on() -> None:
    result = await _run(
        "sleep", parameters={"seconds": 0.05}, tasks=20, workers=4, blocking="thread"
    )
    assert len({each.native_id for each in result.workers}) == 4
    assert result.wall_s is not None
    assert result.wall_s < 20 * 0.05 / 2
    assert result.loop_lag is not None
    assert result.loop_lag.p50 < 0.04


async def test_the_lag_is_shown_while_the_run_is_on() -> None:
    spec = ASYNCIO.spec("sleep", parameters={"seconds": 0.05}, tasks=2_000)
    async with watched(spec) as run:
        look = await run.until(lambda look: look.loop_lag is not None)
        assert look.done < look.total
        run.experiment.cancel()
        result = await run.result()
    assert result.loop_lag is not None


async def test_functions_that_share_the_thread_of_a_loop_share_its_cpu_time() -> None:
    milliseconds, tasks = 10.0, 60
    spec = ASYNCIO.spec(
        "busy-wait",
        parameters={"milliseconds": milliseconds},
        tasks=tasks,
        workers=2,
        warm_up=0,
        blocking="loop",
    )
    async with watched(spec) as run:
        await run.result()
    on_cpu_s: defaultdict[int, float] = defaultdict(float)
    for share in (share for look in run.looks for share in look.shares):
        on_cpu_s[share.lane] += (share.end_s - share.start_s) * share.share
    assert on_cpu_s.keys() == {0, 1}
    # If each claimed what the thread has used, each had twice as much.
    most_s = milliseconds / 1_000 * tasks / len(on_cpu_s)
    assert all(0 < each <= 1.2 * most_s for each in on_cpu_s.values())


_TURNS = """
import asyncio
import time


async def turns(number):
    end = time.thread_time() + 0.4
    while time.thread_time() < end:
        pass
    await asyncio.sleep(0.8)
    time.sleep(0.4)
"""


@pytest.mark.skipif(bool(why_no_control_blocks()), reason="it is read from /proc")
async def test_lanes_of_coroutines_tell_awaiting_computing_and_blocking(tmp_path: Path) -> None:
    path = tmp_path / "turns.py"
    path.write_text(_TURNS)
    name = f"{path}:turns"
    assert (await look_at_function(name, None)).problem == ""
    async with watched(ASYNCIO.spec(name, tasks=2, warm_up=0)) as run:
        result = await run.result()
    spent: defaultdict[Activity | None, float] = defaultdict(float)
    for share in (share for look in run.looks for share in look.shares):
        took_s = share.end_s - share.start_s
        spent[Activity.ON_CPU] += took_s * share.share
        spent[share.otherwise] += took_s * (1 - share.share)
    # They compute and block the loop one after the other, and await at the same time.
    assert spent[Activity.ON_CPU] == pytest.approx(0.8, abs=0.15)
    assert spent[Activity.SLEEP] == pytest.approx(0.8, abs=0.3)
    assert spent[Activity.AWAITING] >= 1.6 - 0.3
    assert {share.lane for look in run.looks for share in look.shares} == {0, 1}
    at = {lane.activity for look in run.looks for lane in look.lanes if lane.state == "running"}
    assert {Activity.SLEEP, Activity.AWAITING} <= at
    assert at & {Activity.ON_CPU, Activity.READY}
    assert result.status == "completed"


async def test_other_backends_have_no_loop_to_be_late() -> None:
    result, _ = await run_to_end(Mechanism("threading.Thread", None).spec("no-op"))
    assert result.loop_lag is None


@pytest.mark.faults
@pytest.mark.parametrize("chunk_size", [1, 4])
async def test_a_coroutine_is_cancelled_at_its_limit_and_the_others_go_on(chunk_size: int) -> None:
    parameters = {"latency_ms": 10_000.0}
    result = await _run(
        "loopback-requests",
        parameters=parameters,
        tasks=8,
        workers=2,
        warm_up=0,
        timeout_s=0.1,
        chunk_size=chunk_size,
    )
    assert result.status == "failed"
    cause = "it was cancelled because it exceeded the time limit of 0.1 s"
    assert {each.cause for each in result.failures} == {cause}
    assert [(each.completed, each.failed) for each in result.passes] == [(0, 8)]
    assert {each.failed for each in result.workers} == {4}


@pytest.mark.faults
async def test_a_cancelled_coroutine_is_tried_again() -> None:
    result, log = await run_to_end(
        ASYNCIO.spec(
            "sleep", parameters={"seconds": 30}, tasks=1, warm_up=0, timeout_s=0.1, retries=1
        )
    )
    assert result.failures_in_all == 1
    assert [entry.text for entry in log if "tried again (1 of 1)" in entry.text]


@pytest.mark.faults
@pytest.mark.parametrize(
    ("fault", "cause"),
    [
        ("raise", "ValueError: this task fails on purpose"),
        ("sys.exit", "SystemExit: sys.exit(3) was called"),
        ("os._exit", "exited with code 3 while worker "),
        ("hang", "asyncio cannot end a function that blocks, so the whole run was ended."),
    ],
)
async def test_a_fault_in_the_thread_of_the_loop_is_told(fault: str, cause: str) -> None:
    result = await _run(
        "misbehave",
        parameters={"fault": fault, "at_task": 5},
        tasks=12,
        blocking="loop",
        timeout_s=0.3,
    )
    assert result.status == "failed"
    assert cause in result.cause
    if fault in {"raise", "sys.exit"}:
        assert [(each.completed, each.failed) for each in result.passes] == [(11, 1)]


async def test_new_loops_for_each_pass() -> None:
    result = await _run(
        "loopback-requests", parameters={"latency_ms": 1.0}, repeats=3, recycle=True
    )
    assert [each.status for each in result.passes] == ["completed"] * 3


def test_only_asyncio_takes_how_to_call_functions_that_block() -> None:
    with pytest.raises(SpecError, match=r"'default' for threading\.Thread"):
        prepare(RunSpec("no-op", blocking="loop"))
