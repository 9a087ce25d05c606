"""What a worker has left running neither hides its death nor puts off the end of a run."""

import os
import signal
import time

import pytest

from support.experiments import PROCESSES, Mechanism, lanes_of, run_to_end, watched
from support.processes import descendants_of

pytestmark = pytest.mark.faults

POOLS = [each for each in PROCESSES if each.backend == "ProcessPoolExecutor"]
OWN = [each for each in PROCESSES if each.backend == "multiprocessing.Process"]


@pytest.mark.parametrize("fault", ["fork", "fork-session"])
@pytest.mark.parametrize("mechanism", PROCESSES, ids=str)
async def test_the_death_of_a_worker_that_has_left_a_child_is_told(
    mechanism: Mechanism, fault: str
) -> None:
    spec = mechanism.spec("misbehave", parameters={"fault": fault, "at_task": 0}, tasks=1_000_000)
    async with watched(spec) as run:
        look = await run.until(lambda look: look.done > 200)
        (victim,) = [lane for lane in lanes_of(look) if descendants_of(lane.pid)]
        began_s = time.monotonic()
        os.kill(victim.pid, signal.SIGKILL)
        words = f"worker {victim.worker} (process {victim.pid}) was ended by SIGKILL"
        await run.until_logged(words)
        assert time.monotonic() - began_s < 2


@pytest.mark.parametrize("mechanism", OWN, ids=str)
async def test_a_retired_worker_that_waits_for_its_threads_is_replaced(
    mechanism: Mechanism,
) -> None:
    parameters = {"fault": "threads", "at_task": 0}
    spec = mechanism.spec(
        "misbehave", parameters=parameters, tasks=12, workers=1, max_tasks_per_child=5
    )
    result, log = await run_to_end(spec)
    assert (result.status, result.passes[0].completed) == ("completed", 12)
    assert [each for each in log if "did not end" in each.text or "SIGKILL" in each.text]


@pytest.mark.parametrize("mechanism", POOLS, ids=str)
async def test_a_pool_that_breaks_early_ends_a_long_run_soon(mechanism: Mechanism) -> None:
    tasks = 1_000_000
    parameters = {"fault": "SIGKILL", "at_task": 5}
    result, log = await run_to_end(mechanism.spec("misbehave", parameters=parameters, tasks=tasks))
    (begins_s,) = [entry.time_s for entry in log if entry.text == "backend pass 1 of 1 begins"]
    assert time.time() - begins_s < 2
    (only,) = result.passes
    assert only.completed + only.failed == result.failures_in_all + only.completed == tasks
