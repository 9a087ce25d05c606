"""Killing one process of a library that people use beside the standard one, where installed."""

import pytest

from concur_workloads.api import LaneSnapshot, RunSpec
from support.experiments import MECHANISMS, Mechanism, Watched, lane_on, lanes_of, watched

_TASKS = 800

pytestmark = [pytest.mark.faults, pytest.mark.exhaustive]


def _with_each_start_method(backend: str) -> pytest.MarkDecorator:
    """That library with all its start methods; none where it is not installed."""
    found = [each for each in MECHANISMS if each.backend == backend]
    return pytest.mark.parametrize("mechanism", found, ids=str)


def _hanging(mechanism: Mechanism) -> RunSpec:
    return mechanism.spec("misbehave", parameters={"fault": "hang", "at_task": 0}, tasks=_TASKS)


async def _kill_the_one_that_hangs(run: Watched) -> LaneSnapshot:
    """Kill the worker that is kept by task 0, while the other rests and tasks are left."""
    await run.until(lambda look: lane_on(look, 0) is not None and look.done > 0)
    run.experiment.pause()
    look = await run.until(lambda look: look.paused)
    assert look.done < _TASKS - 1
    hanging = lane_on(look, 0)
    assert hanging is not None
    run.experiment.kill_worker(hanging.worker, "SIGKILL")
    return hanging


def _resting(mechanism: Mechanism) -> RunSpec:
    return mechanism.spec("sleep", parameters={"seconds": 0.002}, tasks=100)


async def _kill_one_that_rests(run: Watched) -> LaneSnapshot:
    """Kill a worker that is on no task, while tasks are left."""
    await run.until(lambda look: look.done > 3)
    run.experiment.pause()
    victim = lanes_of(await run.until_at_rest())[0]
    run.experiment.kill_worker(victim.worker, "SIGKILL")
    return victim


@_with_each_start_method("joblib")
async def test_joblib_gives_up_and_the_culprit_is_named(mechanism: Mechanism) -> None:
    async with watched(_hanging(mechanism)) as run:
        victim = await _kill_the_one_that_hangs(run)
        result = await run.result()
    assert result.status == "failed"
    assert result.cause.startswith("TerminatedWorkerError: ")
    assert result.cause.endswith(
        f" Worker {victim.worker} (process {victim.pid}) was ended by SIGKILL on request "
        "while it ran task 0."
    )
    assert (0, victim.worker) in [(each.task, each.worker) for each in result.failures]


@_with_each_start_method("joblib")
async def test_joblib_gives_up_also_when_a_process_that_rests_dies(mechanism: Mechanism) -> None:
    async with watched(_resting(mechanism)) as run:
        victim = await _kill_one_that_rests(run)
        result = await run.result()
    assert result.status == "failed"
    assert result.cause.endswith(
        f" Worker {victim.worker} (process {victim.pid}) was ended by SIGKILL on request."
    )


@_with_each_start_method("mpire")
async def test_mpire_gives_up_and_the_culprit_is_named(mechanism: Mechanism) -> None:
    async with watched(_hanging(mechanism)) as run:
        victim = await _kill_the_one_that_hangs(run)
        result = await run.result()
    assert result.status == "failed"
    assert result.cause.startswith("RuntimeError: Worker-")
    assert result.cause.endswith(
        f" Worker {victim.worker} (process {victim.pid}) was ended by SIGKILL on request "
        "while it ran task 0."
    )
    assert (0, victim.worker) in [(each.task, each.worker) for each in result.failures]


@_with_each_start_method("mpire")
async def test_mpire_gives_up_also_when_a_process_that_rests_dies(mechanism: Mechanism) -> None:
    async with watched(_resting(mechanism)) as run:
        victim = await _kill_one_that_rests(run)
        result = await run.result()
    assert result.status == "failed"
    assert result.cause.endswith(
        f" Worker {victim.worker} (process {victim.pid}) was ended by SIGKILL on request."
    )


@_with_each_start_method("pebble")
async def test_pebble_replaces_a_process_and_only_its_task_is_lost(mechanism: Mechanism) -> None:
    async with watched(_hanging(mechanism)) as run:
        victim = await _kill_the_one_that_hangs(run)
        await run.until_logged(f"(process {victim.pid}) was ended by SIGKILL")
        run.experiment.resume()
        result = await run.result()
    cause = f"its process ({victim.pid}) was ended by SIGKILL on request"
    assert [(each.task, each.worker, each.cause) for each in result.failures] == [
        (0, victim.worker, cause)
    ]
    assert [(each.completed, each.failed) for each in result.passes] == [(_TASKS - 1, 1)]


@_with_each_start_method("pebble")
async def test_pebble_loses_no_more_than_the_task_that_a_resting_process_held(
    mechanism: Mechanism,
) -> None:
    async with watched(_resting(mechanism)) as run:
        victim = await _kill_one_that_rests(run)
        await run.until_logged(f"(process {victim.pid}) was ended by SIGKILL")
        run.experiment.resume()
        result = await run.result()
    (only,) = result.passes
    assert (only.completed + only.failed, only.failed <= 1) == (100, True)
