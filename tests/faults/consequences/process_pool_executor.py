"""The pool breaks as a whole when one of its processes dies, and cannot end a single task."""

from faults.consequence import (
    HARMLESS,
    LAMBDA,
    LOCK,
    PROCESS_DOES_NOT_END,
    RAISED,
    Consequence,
    pool_breaks,
    run_is_ended,
    task_fails,
)

BACKEND = "ProcessPoolExecutor"

CONSEQUENCES = {
    **RAISED,
    **HARMLESS,
    "threads": PROCESS_DOES_NOT_END,
    "unpicklable-exception": task_fails(LOCK),
    "unloadable-exception": Consequence(
        r"BrokenProcessPool: .+ It could not unpickle what a worker sent: TypeError: .+'why'\. "
        r"Worker (?P<worker>\d+) had raised in task 5\.",
        complete=False,
    ),
    "os._exit": pool_breaks("exited with code 3"),
    "SIGKILL": pool_breaks("was ended by SIGKILL"),
    "SIGSEGV": pool_breaks("was ended by SIGSEGV"),
    "hang": run_is_ended(BACKEND, complete=True),
    "SIGSTOP": run_is_ended(BACKEND, complete=True, stopped=True),
    "ignore-SIGTERM": run_is_ended(BACKEND, complete=True),
    "unpicklable-argument": task_fails(LOCK, in_worker=False),
    "unpicklable-result": task_fails(LOCK),
    "lambda-argument": task_fails(LAMBDA, in_worker=False),
    "lambda-result": task_fails(LAMBDA),
}
