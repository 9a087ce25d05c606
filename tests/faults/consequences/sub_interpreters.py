"""The workers share the runner's process; what enters or leaves an interpreter is pickled."""

from faults.consequence import (
    IN_THE_RUNNER,
    LAMBDA,
    LOCK,
    NOT_IN_A_THREAD,
    run_is_ended,
    task_fails,
)

BACKEND = "sub-interpreters"

_REFUSED = task_fails("RuntimeError: fork not supported for isolated subinterpreters")

NO_FORK = {"fork": _REFUSED, "fork-session": _REFUSED}

CONSEQUENCES = {
    **IN_THE_RUNNER,
    **NO_FORK,
    # The worker that hangs may have been supplied with tasks ahead.
    "hang": run_is_ended(BACKEND, complete=False),
    "ignore-SIGTERM": NOT_IN_A_THREAD,
    "unpicklable-argument": task_fails(f"its argument cannot be pickled: {LOCK}", in_worker=False),
    "unpicklable-result": task_fails(f"its result cannot be pickled: {LOCK}"),
    "lambda-argument": task_fails(f"its argument cannot be pickled: {LAMBDA}", in_worker=False),
    "lambda-result": task_fails(f"its result cannot be pickled: {LAMBDA}"),
}
