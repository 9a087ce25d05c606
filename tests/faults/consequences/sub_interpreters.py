"""The workers share the runner's process; what leaves an interpreter is pickled."""

from faults.consequence import IN_THE_RUNNER, LOCK, run_is_ended, task_fails

BACKEND = "sub-interpreters"

CONSEQUENCES = {
    **IN_THE_RUNNER,
    "hang": run_is_ended(BACKEND, complete=True),
    "unpicklable-argument": task_fails(f"its argument cannot be pickled: {LOCK}", in_worker=False),
    "unpicklable-result": task_fails(f"its result cannot be pickled: {LOCK}"),
}
