"""What becomes of a run when one of its tasks goes wrong, for every backend and start method."""

import re
import time
from dataclasses import dataclass

import pytest

from concur_workloads.api import RunResult
from support.experiments import MECHANISMS, ONE_OF_EACH_BACKEND, Mechanism, run_to_end

pytestmark = pytest.mark.faults

_TASKS = 12
_AT_TASK = 5
_LIMIT_S = 0.3

#: How soon after its limit a fault must be told.
_SOON_S = 2.0

FAULTS = (
    "raise",
    "sys.exit",
    "os._exit",
    "SIGKILL",
    "SIGSEGV",
    "hang",
    "unpicklable-argument",
    "unpicklable-result",
    "flood",
)


@dataclass(frozen=True)
class Consequence:
    """What a fault costs, and the sentence that says so.

    `failed` is how many of the tasks fail at least; `complete` says whether all the others give a
    result; `accounted` whether every task is then known to have done one or the other.
    """

    cause: str
    failed: int = 1
    complete: bool = True
    accounted: bool = True
    named: bool = True


_NONE = Consequence("", failed=0)


def _task_fails(what: str, *, in_worker: bool = True) -> Consequence:
    where = r" in worker (?P<worker>\d+)" if in_worker else ""
    return Consequence(rf"Task 5 of the pass failed{where}: {what}.*\.", named=in_worker)


def _process_dies(how: str) -> Consequence:
    return _task_fails(rf"its process \(\d+\) {how}")


def _runner_dies(how: str) -> Consequence:
    cause = rf"The runner \(process \d+\) {how} while .*worker (?P<worker>\d+) ran task 5.*\."
    return Consequence(cause, complete=False, accounted=False)


def _pool_breaks(how: str) -> Consequence:
    worker = r"Worker (?P<worker>\d+) \(process \d+\)"
    return Consequence(
        rf"BrokenProcessPool: .+ {worker} {how} while it ran task 5\.", complete=False
    )


def _run_is_ended(backend: str, *, complete: bool) -> Consequence:
    cause = rf"Worker (?P<worker>\d+) exceeded the time limit of 0\.3 s in task 5\. {backend} .+\."
    return Consequence(cause, complete=complete, accounted=complete)


_LOCK = "TypeError: cannot pickle '_thread.lock' object"
_RAISED = {
    "raise": _task_fails("ValueError: this task fails on purpose"),
    "sys.exit": _task_fails(r"SystemExit: sys\.exit\(3\) was called"),
    "flood": _NONE,
}
_IN_THE_RUNNER = {
    **_RAISED,
    "os._exit": _runner_dies("exited with code 3"),
    "SIGKILL": _runner_dies("was ended by SIGKILL"),
    "SIGSEGV": _runner_dies("was ended by SIGSEGV"),
    # Nothing is pickled where nothing leaves the process.
    "unpicklable-argument": _NONE,
    "unpicklable-result": _NONE,
}
CONSEQUENCES: dict[str, dict[str, Consequence]] = {
    "serial": {**_IN_THE_RUNNER, "hang": _run_is_ended("serial", complete=False)},
    "threading.Thread": {
        **_IN_THE_RUNNER,
        "hang": _run_is_ended("threading.Thread", complete=True),
    },
    "ThreadPoolExecutor": {
        **_IN_THE_RUNNER,
        "hang": _run_is_ended("ThreadPoolExecutor", complete=True),
    },
    "multiprocessing.Process": {
        **_RAISED,
        "os._exit": _process_dies("exited with code 3"),
        "SIGKILL": _process_dies("was ended by SIGKILL"),
        "SIGSEGV": _process_dies("was ended by SIGSEGV"),
        "hang": _process_dies(r"was killed because it exceeded the time limit of 0\.3 s"),
        "unpicklable-argument": _task_fails(
            f"its argument cannot be pickled: {_LOCK}", in_worker=False
        ),
        "unpicklable-result": _task_fails(f"its result cannot be pickled: {_LOCK}"),
    },
    "ProcessPoolExecutor": {
        **_RAISED,
        "os._exit": _pool_breaks("exited with code 3"),
        "SIGKILL": _pool_breaks("was ended by SIGKILL"),
        "SIGSEGV": _pool_breaks("was ended by SIGSEGV"),
        "hang": _run_is_ended("ProcessPoolExecutor", complete=True),
        "unpicklable-argument": _task_fails(_LOCK, in_worker=False),
        "unpicklable-result": _task_fails(_LOCK),
    },
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("mechanism", MECHANISMS, ids=str)
async def test_a_fault_has_its_consequence_and_no_other(mechanism: Mechanism, fault: str) -> None:
    spec = mechanism.spec(
        "misbehave",
        parameters={"fault": fault, "at_task": _AT_TASK, "lines": 10_000},
        tasks=_TASKS,
        timeout_s=_LIMIT_S if fault == "hang" else None,
    )
    result, log = await run_to_end(spec)
    ended_s = time.time()
    (began_s,) = [entry.time_s for entry in log if entry.text == "backend pass 1 of 1 begins"]
    assert ended_s - began_s < _SOON_S + (_LIMIT_S if fault == "hang" else 0)
    _check(result, CONSEQUENCES[mechanism.backend][fault])


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
        assert (_AT_TASK, culprit) in [(each.task, each.worker) for each in result.failures]


@pytest.mark.parametrize("mechanism", ONE_OF_EACH_BACKEND, ids=str)
async def test_the_next_run_works(mechanism: Mechanism) -> None:
    parameters = {"fault": "SIGKILL", "at_task": _AT_TASK}
    broken = mechanism.spec("misbehave", parameters=parameters, tasks=_TASKS)
    assert (await run_to_end(broken))[0].status == "failed"
    whole = mechanism.spec("sum-of-squares", parameters={"terms": 1_000}, tasks=_TASKS)
    assert (await run_to_end(whole))[0].status == "completed"
