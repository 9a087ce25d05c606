"""The workers share the runner's process; the pool says in its own words what cannot be sent."""

from faults.consequence import IN_THE_RUNNER, NOT_IN_A_THREAD, run_is_ended, task_fails
from faults.consequences.sub_interpreters import NO_FORK

BACKEND = "InterpreterPoolExecutor"

_CANNOT_GO = r"NotShareableError: .*{} .* does not support cross-interpreter data"
_CANNOT_COME = task_fails("NotShareableError: object does not support cross-interpreter data")

CONSEQUENCES = {
    **IN_THE_RUNNER,
    **NO_FORK,
    "hang": run_is_ended(BACKEND, complete=True),
    "ignore-SIGTERM": NOT_IN_A_THREAD,
    # Python 3.14 takes the exception for none at all, and None for what the task returned.
    "out-of-memory": task_fails(
        "(LostError: InterpreterPoolExecutor gave None for a result, |MemoryError)"
    ),
    "unpicklable-exception": task_fails(
        "ExecutionFailed: .*Untransportable: this task fails on purpose"
    ),
    "unloadable-exception": task_fails("NotShareableError: object could not be unpickled"),
    "unpicklable-argument": task_fails(_CANNOT_GO.format(r"thread\.lock"), in_worker=False),
    "unpicklable-result": _CANNOT_COME,
    "lambda-argument": task_fails(_CANNOT_GO.format("<lambda>"), in_worker=False),
    "lambda-result": _CANNOT_COME,
}
