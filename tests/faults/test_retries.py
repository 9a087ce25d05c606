"""A task that goes wrong only once succeeds when it is tried again, in whatever process."""

import os
import signal

import pytest

from concur_workloads.api import backend
from support.experiments import MECHANISMS, PROCESSES, Mechanism, lane_on, run_to_end, watched

pytestmark = pytest.mark.faults

_TASKS = 12
_AT_TASK = 5

#: Those that try again: what joblib and mpire are given, they carry out in one call.
_RETRYING = [each for each in MECHANISMS if backend(each.backend).has_option("retries")]

#: Where a process that dies takes nothing along but its task.
_ONE_BY_ONE = [each for each in _RETRYING if each in PROCESSES and each.survives_dead_worker]


@pytest.mark.parametrize("mechanism", _RETRYING, ids=str)
async def test_a_task_that_raises_once_succeeds_at_the_second_try(mechanism: Mechanism) -> None:
    parameters = {"fault": "raise", "at_task": _AT_TASK, "times": 1}
    spec = mechanism.spec("misbehave", parameters=parameters, tasks=_TASKS, retries=1)
    result, log = await run_to_end(spec)
    assert (result.status, result.cause, result.failures) == ("completed", "", ())
    assert [(each.completed, each.failed) for each in result.passes] == [(_TASKS, 0)]
    (told,) = [entry.text for entry in log if "tried again" in entry.text]
    assert told.startswith(f"task {_AT_TASK} in worker ")
    assert told.endswith("it is tried again (1 of 1)")


@pytest.mark.parametrize("mechanism", _ONE_BY_ONE, ids=str)
async def test_a_task_whose_process_is_killed_twice_succeeds_at_the_third_try(
    mechanism: Mechanism,
) -> None:
    parameters = {"fault": "SIGKILL", "at_task": _AT_TASK, "times": 2}
    spec = mechanism.spec("misbehave", parameters=parameters, tasks=_TASKS, retries=2)
    result, log = await run_to_end(spec)
    assert (result.status, result.failures) == ("completed", ())
    assert [(each.completed, each.failed) for each in result.passes] == [(_TASKS, 0)]
    tries = [entry.text.rsplit("(")[-1] for entry in log if "tried again" in entry.text]
    assert tries == ["1 of 2)", "2 of 2)"]


@pytest.mark.parametrize("mechanism", _RETRYING, ids=str)
async def test_a_task_that_fails_once_too_often_fails(mechanism: Mechanism) -> None:
    parameters = {"fault": "raise", "at_task": _AT_TASK, "times": 2}
    spec = mechanism.spec("misbehave", parameters=parameters, tasks=_TASKS, retries=1)
    result, _ = await run_to_end(spec)
    assert [(each.completed, each.failed) for each in result.passes] == [(_TASKS - 1, 1)]
    assert [each.task for each in result.failures] == [_AT_TASK]


async def test_the_marks_of_a_runner_that_is_killed_are_removed() -> None:
    parameters = {"fault": "hang", "at_task": 0, "times": 1}
    spec = Mechanism("threading.Thread", None).spec("misbehave", parameters=parameters)
    async with watched(spec) as run:
        await run.until(lambda look: lane_on(look, 0) is not None)
        os.kill(run.experiment.pids[0], signal.SIGKILL)
        assert (await run.result()).status == "failed"
