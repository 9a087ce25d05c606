"""Killing one worker: processes die and are accounted for, anything else refuses and goes on."""

from typing import Literal

import pytest

from concur_workloads.api import LaneSnapshot, RunSnapshot
from support.experiments import (
    MECHANISMS,
    PROCESSES,
    Mechanism,
    Watched,
    lane_on,
    lanes_of,
    watched,
)

_TASKS = 800

Signal = Literal["SIGTERM", "SIGKILL"]

OWN = [each for each in PROCESSES if each.backend == "multiprocessing.Process"]
POOLS = [each for each in PROCESSES if each.backend == "ProcessPoolExecutor"]
OLDER_POOLS = [each for each in PROCESSES if each.backend == "multiprocessing.Pool"]
OTHERS = [each for each in MECHANISMS if not each.kills_workers]


def _with_signals(mechanisms: list[Mechanism]) -> pytest.MarkDecorator:
    """Each of them with SIGKILL, which nothing can catch, and one with SIGTERM too."""
    cases = [(each, "SIGKILL") for each in mechanisms]
    return pytest.mark.parametrize(
        ("mechanism", "signal"), [*cases, (mechanisms[0], "SIGTERM")], ids=str
    )


async def _pause_at_a_hanging_task(run: Watched) -> LaneSnapshot:
    """The lane whose worker is kept by task 0, while the other rests and tasks are left."""
    await run.until(lambda look: lane_on(look, 0) is not None and look.done > 0)
    run.experiment.pause()
    look = await run.until(lambda look: look.paused)
    assert look.done < _TASKS - 1
    hanging = lane_on(look, 0)
    assert hanging is not None
    return hanging


@pytest.mark.faults
@_with_signals(OWN)
async def test_a_supervised_process_is_replaced_and_only_its_task_is_lost(
    mechanism: Mechanism, signal: Signal
) -> None:
    spec = mechanism.spec("misbehave", parameters={"fault": "hang", "at_task": 0}, tasks=_TASKS)
    async with watched(spec) as run:
        hanging = await _pause_at_a_hanging_task(run)
        run.experiment.kill_worker(hanging.worker, signal)
        await run.until(lambda look: _successor_is_ready(look, hanging))
        run.experiment.resume()
        result = await run.result()
    cause = f"its process ({hanging.pid}) was ended by {signal} on request"
    assert [(each.task, each.worker, each.cause) for each in result.failures] == [
        (0, hanging.worker, cause)
    ]
    assert result.status == "failed"
    assert result.cause == f"Task 0 of the pass failed in worker {hanging.worker}: {cause}."
    assert [(each.completed, each.failed) for each in result.passes] == [(_TASKS - 1, 1)]
    assert {each.exit for each in result.workers} == {0}
    assert run.lines_with(f"worker {hanging.worker} (process {hanging.pid}) was ended by {signal}")
    lost = [span for look in run.looks for span in look.spans if span.kind == "lost"]
    assert [(each.lane, each.task, each.start_s) for each in lost] == [
        (hanging.lane, 0, hanging.since_s)
    ]
    assert lost[0].end_s > lost[0].start_s


def _successor_is_ready(look: RunSnapshot, former: LaneSnapshot) -> bool:
    lane = look.lanes[former.lane]
    return lane.pid != former.pid and lane.state == "idle"


@pytest.mark.faults
@_with_signals(OWN)
async def test_a_supervised_process_that_rests_is_replaced_and_nothing_is_lost(
    mechanism: Mechanism, signal: Signal
) -> None:
    spec = mechanism.spec("sleep", parameters={"seconds": 0.002}, tasks=100, chunk_size=3)
    async with watched(spec) as run:
        await run.until(lambda look: look.done > 3)
        run.experiment.pause()
        victim = lanes_of(await run.until_at_rest())[0]
        run.experiment.kill_worker(victim.worker, signal)
        await run.until(lambda look: _successor_is_ready(look, victim))
        run.experiment.resume()
        result = await run.result()
    assert (result.status, result.failures) == ("completed", ())
    assert result.passes[0].completed == 100
    assert sum(each.tasks for each in result.workers) >= 100
    assert run.lines_with(f"worker {victim.worker} (process {victim.pid}) was ended by {signal}")
    assert run.lines_with(f"of worker {victim.worker} are handed out again")


@pytest.mark.faults
@_with_signals(POOLS)
async def test_a_pool_breaks_and_names_who_died_on_which_task(
    mechanism: Mechanism, signal: Signal
) -> None:
    spec = mechanism.spec("misbehave", parameters={"fault": "hang", "at_task": 0}, tasks=_TASKS)
    async with watched(spec) as run:
        hanging = await _pause_at_a_hanging_task(run)
        run.experiment.kill_worker(hanging.worker, signal)
        result = await run.result()
    assert result.status == "failed"
    assert result.cause.startswith("BrokenProcessPool: ")
    assert result.cause.endswith(
        f" Worker {hanging.worker} (process {hanging.pid}) was ended by {signal} on request "
        "while it ran task 0."
    )
    (only,) = result.passes
    assert only.completed + only.failed == _TASKS
    assert 0 < only.completed < _TASKS
    assert (0, hanging.worker) in [(each.task, each.worker) for each in result.failures]


@pytest.mark.faults
@pytest.mark.parametrize("mechanism", POOLS, ids=str)
async def test_a_pool_breaks_also_when_a_process_that_rests_dies(mechanism: Mechanism) -> None:
    spec = mechanism.spec("sleep", parameters={"seconds": 0.002}, tasks=100)
    async with watched(spec) as run:
        await run.until(lambda look: look.done > 3)
        run.experiment.pause()
        victim = lanes_of(await run.until_at_rest())[0]
        run.experiment.kill_worker(victim.worker, "SIGKILL")
        result = await run.result()
    assert result.status == "failed"
    assert result.cause.endswith(
        f" Worker {victim.worker} (process {victim.pid}) was ended by SIGKILL on request."
    )


@pytest.mark.faults
@_with_signals(OLDER_POOLS)
async def test_the_older_pool_goes_on_but_for_the_task_that_it_would_wait_for(
    mechanism: Mechanism, signal: Signal
) -> None:
    spec = mechanism.spec("misbehave", parameters={"fault": "hang", "at_task": 0}, tasks=_TASKS)
    async with watched(spec) as run:
        hanging = await _pause_at_a_hanging_task(run)
        run.experiment.kill_worker(hanging.worker, signal)
        await run.until(lambda look: _successor_is_ready(look, hanging))
        run.experiment.resume()
        result = await run.result()
    died = f"its process ({hanging.pid}) was ended by {signal} on request"
    cause = f"{died}, and multiprocessing.Pool itself would wait for ever for its result"
    assert [(each.task, each.worker, each.cause) for each in result.failures] == [
        (0, hanging.worker, cause)
    ]
    assert [(each.completed, each.failed) for each in result.passes] == [(_TASKS - 1, 1)]
    assert run.lines_with(f"worker {hanging.worker} (process {hanging.pid}) was ended by {signal}")


@pytest.mark.faults
@pytest.mark.parametrize("mechanism", OLDER_POOLS, ids=str)
async def test_the_older_pool_may_stall_when_a_process_that_rests_dies(
    mechanism: Mechanism,
) -> None:
    spec = mechanism.spec("sleep", parameters={"seconds": 0.002}, tasks=100)
    async with watched(spec) as run:
        await run.until(lambda look: look.done > 3)
        run.experiment.pause()
        victim = lanes_of(await run.until_at_rest())[0]
        run.experiment.kill_worker(victim.worker, "SIGKILL")
        await run.until_logged(f"(process {victim.pid}) was ended by SIGKILL")
        run.experiment.resume()
        resumed = run.look()
        result = await run.result()
    # It held a task when it was paused, which is lost.
    assert result.status == "failed"
    assert run.looks[-1].elapsed_s - resumed.elapsed_s < 5
    assert result.cause.startswith(
        f"Worker {victim.worker} (process {victim.pid}) was ended by SIGKILL on request between "
        "two tasks, and since then none has begun or ended. multiprocessing.Pool itself would "
        "wait for ever for "
    )
    (only,) = result.passes
    assert only.completed + only.failed == 100
    assert only.completed > 3


@_with_signals(OTHERS)
async def test_a_worker_that_is_no_process_refuses_with_the_reason(
    mechanism: Mechanism, signal: Signal
) -> None:
    spec = mechanism.spec("sleep", parameters={"seconds": 0.005}, tasks=60)
    async with watched(spec) as run:
        victim = lanes_of(await run.until(lambda look: look.done > 3))[0]
        run.experiment.kill_worker(victim.worker, signal)
        entry = await run.until_logged("refused")
        result = await run.result()
    assert entry.level == "warning"
    assert entry.text.startswith(f"kill worker was refused. Worker {victim.worker} is ")
    assert str(victim.pid) in entry.text
    assert f"{signal} would end the " in entry.text
    assert entry.text.endswith("Stop the run instead.")
    assert (result.status, result.passes[0].completed) == ("completed", 60)


@pytest.mark.parametrize("mechanism", [OWN[0], POOLS[0], OLDER_POOLS[0]], ids=str)
async def test_a_worker_that_does_not_exist_refuses(mechanism: Mechanism) -> None:
    spec = mechanism.spec("sleep", parameters={"seconds": 0.005}, tasks=60)
    async with watched(spec) as run:
        await run.until(lambda look: look.done > 3)
        run.experiment.kill_worker(99, "SIGKILL")
        await run.until_logged("kill worker was refused. Worker 99 is not running now.")
        assert (await run.result()).status == "completed"
