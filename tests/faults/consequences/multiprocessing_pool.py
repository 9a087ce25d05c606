"""The pool replaces a process that died, but would wait for ever for what it was on."""

from faults.consequence import (
    HARMLESS,
    LAMBDA,
    LOCK,
    RAISED,
    Consequence,
    run_is_ended,
    task_fails,
)

BACKEND = "multiprocessing.Pool"


def _process_dies(how: str) -> Consequence:
    told = "multiprocessing.Pool itself would wait for ever for its result"
    return task_fails(rf"its process \(\d+\) {how}, and {told}")


CONSEQUENCES = {
    **RAISED,
    **HARMLESS,
    # What is no Exception ends the process.
    "BaseException": _process_dies("exited with code 1"),
    "KeyboardInterrupt": _process_dies("exited with code 1"),
    "sys.exit": _process_dies("exited with code 3"),
    "unpicklable-exception": task_fails("MaybeEncodingError: Error sending result: "),
    "unloadable-exception": Consequence(
        r"The thread of multiprocessing\.Pool that takes answers ended on the answer to task 5 "
        r"from worker (?P<worker>\d+): TypeError: .+'why'\. multiprocessing\.Pool itself would "
        r"wait for ever\.",
        complete=False,
    ),
    "os._exit": _process_dies("exited with code 3"),
    "SIGKILL": _process_dies("was ended by SIGKILL"),
    "SIGSEGV": _process_dies("was ended by SIGSEGV"),
    "hang": run_is_ended(BACKEND, complete=True),
    "SIGSTOP": run_is_ended(BACKEND, complete=True, stopped=True),
    "ignore-SIGTERM": run_is_ended(BACKEND, complete=True),
    "unpicklable-argument": task_fails(LOCK, in_worker=False),
    "unpicklable-result": task_fails("MaybeEncodingError: Error sending result: "),
    "lambda-argument": task_fails(LAMBDA, in_worker=False),
    "lambda-result": task_fails("MaybeEncodingError: Error sending result: "),
}
