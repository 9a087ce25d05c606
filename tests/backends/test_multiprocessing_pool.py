"""What is peculiar to `multiprocessing.Pool`: its methods, its chunks, its own replacements."""

import os
import signal

import pytest

from concur_workloads.api import RunResult
from support.experiments import PROCESSES, Mechanism, busy_lanes, lanes_of, run_to_end, watched

POOLS = [each for each in PROCESSES if each.backend == "multiprocessing.Pool"]
POOL = POOLS[0]

_TASKS = 24
_AT_TASK = 5

every_start_method = pytest.mark.parametrize("mechanism", POOLS, ids=str)


async def _misbehave(fault: str, **changes: object) -> RunResult:
    parameters = {"fault": fault, "at_task": _AT_TASK}
    spec = POOL.spec("misbehave", parameters=parameters, tasks=_TASKS, **changes)
    return (await run_to_end(spec))[0]


def _counts(result: RunResult) -> tuple[int, int]:
    (only,) = result.passes
    return only.completed, only.failed


@pytest.mark.parametrize("method", ["imap_unordered", "map"])
@pytest.mark.parametrize("chunk_size", [1, 5])
async def test_each_method_gives_all_results(method: str, chunk_size: int) -> None:
    spec = POOL.spec(
        "sum-of-squares",
        parameters={"terms": 1_000},
        tasks=_TASKS,
        repeats=2,
        baseline=True,
        pool_method=method,
        chunk_size=chunk_size,
    )
    result, _ = await run_to_end(spec)
    assert (result.status, result.checksum_matches) == ("completed", True)


@pytest.mark.parametrize("method", ["imap_unordered", "map"])
async def test_each_method_can_be_cancelled(method: str) -> None:
    parameters = {"seconds": 0.005}
    spec = POOL.spec("sleep", parameters=parameters, tasks=10_000, pool_method=method)
    async with watched(spec) as run:
        await run.until(lambda look: look.done > 3 and bool(busy_lanes(look)))
        run.experiment.cancel()
        result = await run.result()
    assert (result.status, result.cause, result.failures) == ("cancelled", "", ())
    assert {each.exit for each in result.workers} == {0}


@every_start_method
async def test_every_replacement_is_told_with_its_lane(mechanism: Mechanism) -> None:
    spec = mechanism.spec("no-op", tasks=_TASKS, max_tasks_per_child=3, warm_up=2, repeats=2)
    result, log = await run_to_end(spec)
    assert (result.status, [each.completed for each in result.passes]) == (
        "completed",
        [_TASKS, _TASKS],
    )
    assert {each.exit for each in result.workers} == {0}
    assert sum(each.tasks for each in result.workers) == 2 * _TASKS
    ready = [entry.text for entry in log if "after its creation" in entry.text]
    assert len(set(ready)) == len(ready) >= 2 * _TASKS // 3
    assert {text.split(" (")[0] for text in ready} == {"worker 1", "worker 2"}
    assert not [entry for entry in log if entry.level in ("warning", "error")]


@every_start_method
async def test_replacements_are_not_left_behind_when_the_runner_is_killed(
    mechanism: Mechanism,
) -> None:
    spec = mechanism.spec(
        "sleep", parameters={"seconds": 0.02}, tasks=10_000, max_tasks_per_child=2
    )
    async with watched(spec) as run:
        first = {lane.pid for lane in lanes_of(await run.until(lambda look: look.done > 0))}
        await run.until(
            lambda look: (
                not first & {lane.pid for lane in lanes_of(look)} and len(busy_lanes(look)) == 2
            )
        )
        os.kill(run.experiment.pids[0], signal.SIGKILL)
        result = await run.result()
    assert "was ended by SIGKILL" in result.cause


async def test_after_an_exception_imap_unordered_with_chunks_gives_nothing_more() -> None:
    result = await _misbehave("raise", chunk_size=4)
    completed, failed = _counts(result)
    assert completed + failed == _TASKS
    assert failed >= 4
    (told,) = result.failures
    assert told.task == _AT_TASK
    assert result.cause == (
        f"Task 5 of the pass failed in worker {told.worker}: ValueError: this task fails on "
        "purpose. After that, imap_unordered with chunks gives nothing more, so "
        f"{failed - 1} more tasks got no result."
    )


async def test_after_an_exception_map_gives_nothing() -> None:
    result = await _misbehave("raise", pool_method="map")
    assert _counts(result) == (0, _TASKS)
    assert result.cause.endswith(
        ". After that, map gives nothing more, so 23 more tasks got no result."
    )


async def test_a_process_that_dies_takes_its_chunk_along() -> None:
    result = await _misbehave("SIGKILL", chunk_size=4)
    assert _counts(result) == (_TASKS - 4, 4)
    assert [each.task for each in result.failures] == [5, 4, 6, 7]
    assert result.failures[1].cause == "it was in one chunk with task 5"


async def test_a_process_that_dies_takes_all_results_of_map_along() -> None:
    result = await _misbehave("SIGKILL", pool_method="map")
    assert _counts(result) == (0, _TASKS)
    (told,) = result.failures
    assert told.task == _AT_TASK
    assert result.cause == (
        f"Task 5 of the pass failed in worker {told.worker}: {told.cause}. multiprocessing.Pool "
        "itself would wait for ever, as map gives all results at once, and so the others are lost "
        "as well."
    )


async def test_what_cannot_be_pickled_is_told_with_its_task() -> None:
    result = await _misbehave("unpicklable-argument", retries=1)
    assert _counts(result) == (_TASKS - 1, 1)
    assert [(each.task, each.worker) for each in result.failures] == [(_AT_TASK, None)]
