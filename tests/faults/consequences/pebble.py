"""Each fault costs its task, at most with its process, which the pool replaces."""

from faults.consequence import (
    HARMLESS,
    LAMBDA,
    LOCK,
    RAISED,
    Consequence,
    process_dies,
    run_is_ended,
    task_fails,
)

BACKEND = "pebble"

_LIMIT = r"pebble ended its process because it exceeded the time limit of 0\.3 s"

CONSEQUENCES = {
    **RAISED,
    **HARMLESS,
    "unpicklable-exception": task_fails(LOCK),
    # What the pool cannot unpickle breaks it.
    "unloadable-exception": Consequence(
        r"BrokenProcessPool: Unpicklable object from worker\. "
        r"Worker (?P<worker>\d+) had raised in task 5\.",
        complete=False,
    ),
    "os._exit": process_dies("exited with code 3"),
    "SIGKILL": process_dies("was ended by SIGKILL"),
    "SIGSEGV": process_dies("was ended by SIGSEGV"),
    "hang": task_fails(_LIMIT),
    # It would wait three seconds before it uses force.
    "SIGSTOP": run_is_ended(BACKEND, complete=True, stopped=True),
    "ignore-SIGTERM": run_is_ended(BACKEND, complete=True),
    "unpicklable-argument": task_fails(LOCK, in_worker=False),
    "unpicklable-result": task_fails(LOCK),
    "lambda-argument": task_fails(LAMBDA, in_worker=False),
    # The kind of error of newer Pythons is caught, that of older ones ends the process.
    "lambda-result": task_fails(rf"(its process \(\d+\) exited with code 1|{LAMBDA})"),
}
