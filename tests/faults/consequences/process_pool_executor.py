"""The pool breaks as a whole when one of its processes dies, and cannot end a single task."""

from faults.consequence import LOCK, RAISED, pool_breaks, run_is_ended, task_fails

BACKEND = "ProcessPoolExecutor"

CONSEQUENCES = {
    **RAISED,
    "os._exit": pool_breaks("exited with code 3"),
    "SIGKILL": pool_breaks("was ended by SIGKILL"),
    "SIGSEGV": pool_breaks("was ended by SIGSEGV"),
    "hang": run_is_ended(BACKEND, complete=True),
    "unpicklable-argument": task_fails(LOCK, in_worker=False),
    "unpicklable-result": task_fails(LOCK),
}
