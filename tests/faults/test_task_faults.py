"""What becomes of a run when one of its tasks goes wrong, for every backend and start method."""

import re
import time

import pytest

from concur_workloads.api import RunResult, workload
from faults.consequence import AT_TASK, ENDLESS, LIMIT_S, Consequence
from faults.consequences import consequences_for
from support.experiments import MECHANISMS, ONE_OF_EACH_BACKEND, Mechanism, run_to_end

pytestmark = pytest.mark.faults

_TASKS = 12

#: How soon after its limit a fault must be told.
_SOON_S = 2.0

FAULTS = workload("misbehave").parameters[0].choices


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("mechanism", MECHANISMS, ids=str)
async def test_a_fault_has_its_consequence_and_no_other(mechanism: Mechanism, fault: str) -> None:
    expected = consequences_for(mechanism.backend)[fault]
    spec = mechanism.spec(
        "misbehave",
        parameters={"fault": fault, "at_task": AT_TASK, "lines": 10_000, "size_mib": 16},
        tasks=_TASKS,
        timeout_s=LIMIT_S if fault in ENDLESS else None,
    )
    result, log = await run_to_end(spec)
    ended_s = time.time()
    (began_s,) = [entry.time_s for entry in log if entry.text == "backend pass 1 of 1 begins"]
    assert ended_s - began_s < _SOON_S + (LIMIT_S if fault in ENDLESS else 0)
    _check(result, expected)


def _check(result: RunResult, expected: Consequence) -> None:
    cause = re.fullmatch(expected.cause, result.cause)
    assert cause, f"{result.cause!r} is not {expected.cause!r}"
    assert result.status == ("failed" if expected.failed else "completed")
    (only,) = result.passes
    assert only.failed == result.failures_in_all
    if expected.complete:
        assert (only.completed, only.failed) == (_TASKS - expected.failed, expected.failed)
    else:
        assert only.failed >= expected.failed
        assert only.completed + only.failed <= _TASKS
    if expected.accounted:
        assert only.completed + only.failed == _TASKS
    if expected.failed:
        culprit = int(cause["worker"]) if expected.named else None
        assert (AT_TASK, culprit) in [(each.task, each.worker) for each in result.failures]


@pytest.mark.parametrize("mechanism", ONE_OF_EACH_BACKEND, ids=str)
async def test_the_next_run_works(mechanism: Mechanism) -> None:
    parameters = {"fault": "SIGKILL", "at_task": AT_TASK}
    broken = mechanism.spec("misbehave", parameters=parameters, tasks=_TASKS)
    assert (await run_to_end(broken))[0].status == "failed"
    whole = mechanism.spec("sum-of-squares", parameters={"terms": 1_000}, tasks=_TASKS)
    assert (await run_to_end(whole))[0].status == "completed"
