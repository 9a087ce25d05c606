"""How many tasks a fault costs when they are handed out in chunks."""

import pytest

from support.experiments import PROCESSES, Mechanism, run_to_end

pytestmark = pytest.mark.faults

_TASKS = 24
_CHUNK = 4
_AT_TASK = 5
_ITS_CHUNK = {4, 5, 6, 7}

OWN = [each for each in PROCESSES if each.backend == "multiprocessing.Process"]
OWN_FAULTS = ["raise", "hang", "unpicklable-argument", "unpicklable-result"]
OWN_CASES = [(each, "SIGKILL") for each in OWN] + [(OWN[0], fault) for fault in OWN_FAULTS]
EXECUTORS = [
    Mechanism("ThreadPoolExecutor", None),
    *(each for each in PROCESSES if each.backend == "ProcessPoolExecutor"),
]


async def _failed_tasks(mechanism: Mechanism, fault: str) -> set[int]:
    spec = mechanism.spec(
        "misbehave",
        parameters={"fault": fault, "at_task": _AT_TASK},
        tasks=_TASKS,
        chunk_size=_CHUNK,
        timeout_s=0.3,
    )
    result, _ = await run_to_end(spec)
    (only,) = result.passes
    assert only.completed + only.failed == _TASKS
    assert only.failed == len(result.failures)
    return {each.task for each in result.failures}


@pytest.mark.parametrize(("mechanism", "fault"), OWN_CASES, ids=str)
async def test_a_supervised_process_loses_the_one_task(mechanism: Mechanism, fault: str) -> None:
    assert await _failed_tasks(mechanism, fault) == {_AT_TASK}


@pytest.mark.parametrize("mechanism", EXECUTORS, ids=str)
async def test_an_executor_loses_the_whole_chunk(mechanism: Mechanism) -> None:
    assert await _failed_tasks(mechanism, "raise") == _ITS_CHUNK
