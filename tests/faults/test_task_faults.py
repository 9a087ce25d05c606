"""What becomes of a run when one of its tasks goes wrong, for every backend and start method."""

from collections.abc import Iterator
from typing import Any

import pytest

from concur_workloads.api import workload
from faults.consequence import AT_TASK
from faults.faulty_run import check_fault
from support.experiments import (
    EACH_BACKEND,
    MECHANISMS,
    ONE_OF_EACH_BACKEND,
    Mechanism,
    run_to_end,
)

pytestmark = pytest.mark.faults

_TASKS = 12

FAULTS = workload("misbehave").parameters[0].choices


#: Those in which the way a process was started has a part.
_OF_PROCESSES = ("raise", "os._exit", "SIGKILL", "hang", "unpicklable-result")


def _cases() -> Iterator[Any]:
    """Every mechanism with every fault."""
    for mechanism in MECHANISMS:
        for fault in FAULTS:
            usual = mechanism in ONE_OF_EACH_BACKEND or fault in _OF_PROCESSES
            marks = () if usual else (pytest.mark.exhaustive,)
            yield pytest.param(mechanism, fault, marks=marks, id=f"{mechanism}-{fault}")


@pytest.mark.parametrize(("mechanism", "fault"), _cases())
async def test_a_fault_has_its_consequence_and_no_other(mechanism: Mechanism, fault: str) -> None:
    await check_fault(mechanism, fault)


@pytest.mark.parametrize("mechanism", EACH_BACKEND, ids=str)
async def test_the_next_run_works(mechanism: Mechanism) -> None:
    parameters = {"fault": "SIGKILL", "at_task": AT_TASK}
    broken = mechanism.spec("misbehave", parameters=parameters, tasks=_TASKS)
    assert (await run_to_end(broken))[0].status == "failed"
    whole = mechanism.spec("sum-of-squares", parameters={"terms": 1_000}, tasks=_TASKS)
    assert (await run_to_end(whole))[0].status == "completed"
