"""The workers share the runner's process; the pool says in its own words what cannot be sent."""

from faults.consequence import IN_THE_RUNNER, run_is_ended, task_fails

BACKEND = "InterpreterPoolExecutor"

CONSEQUENCES = {
    **IN_THE_RUNNER,
    "hang": run_is_ended(BACKEND, complete=True),
    "unpicklable-argument": task_fails(
        r"NotShareableError: .*thread\.lock .* does not support cross-interpreter data",
        in_worker=False,
    ),
    "unpicklable-result": task_fails(
        "NotShareableError: object does not support cross-interpreter data"
    ),
}
