"""A run with one task that goes wrong, held against the table of consequences."""

import re
import time

from concur_workloads.api import RunResult
from faults.consequence import AT_TASK, ENDLESS, LIMIT_S, Consequence
from faults.consequences import consequences_for
from support.experiments import Mechanism, run_to_end

_TASKS = 12

#: How soon after its limit a fault must be told.
_SOON_S = 2.0


async def check_fault(mechanism: Mechanism, fault: str, interpreter: str | None = None) -> None:
    """Raises AssertionError unless the fault has its consequence, soon, and no other."""
    expected = consequences_for(mechanism.backend)[fault]
    spec = mechanism.spec(
        "misbehave",
        parameters={"fault": fault, "at_task": AT_TASK, "lines": 10_000, "size_mib": 16},
        tasks=_TASKS,
        timeout_s=LIMIT_S if fault in ENDLESS else None,
        interpreter=interpreter,
    )
    result, log = await run_to_end(spec)
    ended_s = time.time()
    (began_s,) = [entry.time_s for entry in log if entry.text == "backend pass 1 of 1 begins"]
    assert ended_s - began_s < _SOON_S + (LIMIT_S if fault in ENDLESS else 0)
    _check(result, expected)
    # What the workers of a fork server fork bears the name of that server.
    if expected.told and mechanism.start_method != "forkserver":
        warnings = [entry.text for entry in log if entry.level == "warning"]
        assert [text for text in warnings if re.search(expected.told, text)], warnings


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
