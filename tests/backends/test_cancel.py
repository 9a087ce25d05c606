"""Cancelling a run ends it in time, truly told, whatever its tasks do just then."""

import time

import pytest

from concur_workloads.api import Phase
from support.experiments import (
    EACH_BACKEND,
    MECHANISMS,
    Mechanism,
    busy_lanes,
    lane_on,
    lanes_of,
    watched,
)

_GRACE_S = 0.2


@pytest.mark.parametrize("mechanism", MECHANISMS, ids=str)
async def test_tasks_under_way_end_and_count(mechanism: Mechanism) -> None:
    spec = mechanism.spec("sleep", parameters={"seconds": 0.01}, tasks=10_000, chunk_size=4)
    async with watched(spec) as run:
        await run.until(lambda look: look.done > 3 and bool(busy_lanes(look)))
        run.experiment.cancel()
        assert run.look().cancelling
        result = await run.result()
    assert (result.status, result.cause, result.failures) == ("cancelled", "", ())
    (only,) = result.passes
    assert only.status == "cancelled"
    assert 3 < only.completed < 10_000
    assert only.completed == sum(each.tasks for each in result.workers)
    assert {each.exit for each in result.workers} <= mechanism.usual_exits
    assert {lane.state for lane in lanes_of(run.looks[-1])} == {"ended"}


@pytest.mark.faults
@pytest.mark.parametrize("mechanism", MECHANISMS, ids=str)
async def test_a_task_that_does_not_end_is_ended_by_force(mechanism: Mechanism) -> None:
    spec = mechanism.spec("misbehave", parameters={"fault": "hang", "at_task": 5}, tasks=6)
    async with watched(spec, cancel_grace_s=_GRACE_S) as run:
        look = await run.until(lambda look: look.done == 5 and lane_on(look, 5) is not None)
        hanging = lane_on(look, 5)
        assert hanging is not None
        began = time.monotonic()
        run.experiment.cancel()
        result = await run.result()
        took_s = time.monotonic() - began
    assert _GRACE_S <= took_s < _GRACE_S + 2
    assert (result.status, result.cause) == ("cancelled", "Tasks under way were ended by force.")
    assert [(each.completed, each.failed) for each in result.passes] == [(5, 1)]
    assert [(each.task, each.worker) for each in result.failures] == [(5, hanging.worker)]
    assert run.looks[-1].phase is Phase.ENDED
    assert "dead" in {lane.state for lane in lanes_of(run.looks[-1])}


@pytest.mark.faults
async def test_a_second_cancel_does_not_wait() -> None:
    mechanism = Mechanism("threading.Thread", None)
    spec = mechanism.spec("misbehave", parameters={"fault": "hang", "at_task": 0}, tasks=2)
    async with watched(spec, cancel_grace_s=3_600) as run:
        await run.until(lambda look: lane_on(look, 0) is not None)
        run.experiment.cancel()
        run.experiment.cancel()
        assert (await run.result()).status == "cancelled"


@pytest.mark.parametrize("mechanism", EACH_BACKEND, ids=str)
async def test_a_run_can_be_cancelled_before_its_first_task(mechanism: Mechanism) -> None:
    spec = mechanism.spec("sleep", parameters={"seconds": 0.01}, tasks=10_000, baseline=True)
    async with watched(spec) as run:
        await run.until(lambda look: bool(look.lanes))
        run.experiment.cancel()
        result = await run.result()
    assert (result.status, result.failures) == ("cancelled", ())
    assert sum(each.completed for each in result.passes) == 0
