"""While a run is paused no task begins, whoever runs it; afterwards none is missing."""

import time

import pytest

from concur_workloads.api import BudgetItem, LaneSnapshot, RunSnapshot
from support.experiments import EACH_BACKEND, MECHANISMS, Mechanism, lanes_of, watched

_TASKS = 200


@pytest.mark.parametrize("mechanism", MECHANISMS, ids=str)
async def test_no_task_begins_while_paused(mechanism: Mechanism) -> None:
    spec = mechanism.spec("sleep", parameters={"seconds": 0.002}, tasks=_TASKS, chunk_size=5)
    async with watched(spec) as run:
        await run.until(lambda look: look.done > 3)
        run.experiment.pause()
        rested = await run.until_at_rest()
        later = await run.after(rested, 0.1)
        assert later.paused
        assert later.done == rested.done < _TASKS
        run.experiment.resume()
        _do_something_else()
        result = await run.result()
    assert result.status == "completed"
    assert sum(each.tasks for each in result.workers) == _TASKS
    began = [span.start_s for look in run.looks for span in look.spans if span.kind == "task"]
    assert len(began) == _TASKS
    assert not [start for start in began if rested.elapsed_s < start < later.elapsed_s]
    assert [entry.text.split(":")[0] for entry in run.log if entry.source == "run"].count(
        "paused"
    ) == 1
    assert not run.looks[-1].paused
    rest_s = later.elapsed_s - rested.elapsed_s
    for each in result.workers:
        if each.budget is not None:
            assert each.budget.seconds[BudgetItem.PAUSED] >= 0.99 * rest_s


def _do_something_else() -> None:
    """Hear of nothing for some time, as a program that draws may: workers begin tasks meanwhile."""
    time.sleep(0.05)


@pytest.mark.faults
async def test_a_worker_that_is_replaced_in_a_pause_was_paused_before_and_after() -> None:
    spec = Mechanism("multiprocessing.Process", "fork").spec(
        "sleep", parameters={"seconds": 0.002}, tasks=_TASKS
    )
    async with watched(spec) as run:
        await run.until(lambda look: look.done > 3)
        run.experiment.pause()
        rested = await run.until_at_rest()
        victim = lanes_of(await run.after(rested, 0.2))[0]
        run.experiment.kill_worker(victim.worker, "SIGKILL")
        replaced = await run.until(lambda look: _is_replaced(look, victim))
        later = await run.after(replaced, 0.2)
        run.experiment.resume()
        result = await run.result()
    assert result.status == "completed"
    rest_s = later.elapsed_s - rested.elapsed_s
    replaced_s = replaced.elapsed_s - rested.elapsed_s - 0.2
    other, own = (
        each.budget.seconds[BudgetItem.PAUSED]
        for each in sorted(result.workers, key=lambda each: each.id == victim.worker)
        if each.budget is not None
    )
    assert other >= 0.99 * rest_s
    assert 0.99 * rest_s - replaced_s <= own < other


def _is_replaced(look: RunSnapshot, former: LaneSnapshot) -> bool:
    lane = look.lanes[former.lane]
    return lane.pid != former.pid and lane.state == "idle"


@pytest.mark.parametrize("mechanism", EACH_BACKEND, ids=str)
async def test_a_paused_run_can_be_cancelled(mechanism: Mechanism) -> None:
    spec = mechanism.spec("sleep", parameters={"seconds": 0.002}, tasks=_TASKS)
    async with watched(spec) as run:
        await run.until(lambda look: look.done > 3)
        run.experiment.pause()
        rested = await run.until_at_rest()
        run.experiment.cancel()
        result = await run.result()
    assert (result.status, result.failures_in_all) == ("cancelled", 0)
    assert sum(each.tasks for each in result.workers) == rested.done


@pytest.mark.parametrize("mechanism", EACH_BACKEND, ids=str)
async def test_a_pause_that_comes_too_early_begins_with_the_first_task(
    mechanism: Mechanism,
) -> None:
    spec = mechanism.spec("sleep", parameters={"seconds": 0.002}, tasks=10, baseline=True)
    async with watched(spec) as run:
        run.experiment.pause()
        rested = await run.until_at_rest()
        assert rested.done == 0
        run.experiment.resume()
        assert (await run.result()).status == "completed"


async def test_a_second_pause_is_refused_with_the_reason() -> None:
    spec = Mechanism("threading.Thread", None).spec(
        "sleep", parameters={"seconds": 0.002}, tasks=_TASKS
    )
    async with watched(spec) as run:
        await run.until(lambda look: look.done > 3)
        run.experiment.pause()
        run.experiment.pause()
        entry = await run.until_logged("refused")
        assert (entry.level, entry.text) == (
            "warning",
            "pause was refused. The run is paused now.",
        )
        run.experiment.resume()
        assert (await run.result()).status == "completed"
