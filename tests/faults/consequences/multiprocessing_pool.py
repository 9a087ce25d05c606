"""The pool replaces a process that died, but would wait for ever for what it was on."""

from faults.consequence import LOCK, RAISED, Consequence, run_is_ended, task_fails

BACKEND = "multiprocessing.Pool"


def _process_dies(how: str) -> Consequence:
    told = "multiprocessing.Pool itself would wait for ever for its result"
    return task_fails(rf"its process \(\d+\) {how}, and {told}")


CONSEQUENCES = {
    **RAISED,
    "sys.exit": _process_dies("exited with code 3"),
    "os._exit": _process_dies("exited with code 3"),
    "SIGKILL": _process_dies("was ended by SIGKILL"),
    "SIGSEGV": _process_dies("was ended by SIGSEGV"),
    "hang": run_is_ended(BACKEND, complete=True),
    "unpicklable-argument": task_fails(LOCK, in_worker=False),
    "unpicklable-result": task_fails("MaybeEncodingError: Error sending result: "),
}
