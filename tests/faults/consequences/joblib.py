"""One task that fails ends the whole call, and what the others had given by then is lost."""

from faults.consequence import (
    HARMLESS,
    LOCK,
    NOTHING_FAILS,
    PROCESS_DOES_NOT_END,
    Consequence,
    run_is_ended,
)

BACKEND = "joblib"

_TERMINATED = r"TerminatedWorkerError: .+"
_WORKER = r"Worker (?P<worker>\d+) \(process \d+\)"


def _call_ends(what: str, *, in_worker: bool = True) -> Consequence:
    where = r" in worker (?P<worker>\d+)" if in_worker else ""
    cause = rf"Task 5 of the pass failed{where}: {what}.*\."
    return Consequence(cause, complete=False, accounted=False, named=in_worker)


def _worker_dies(how: str) -> Consequence:
    cause = rf"{_TERMINATED} {_WORKER} {how} while it ran task 5\."
    return Consequence(cause, complete=False, accounted=False)


CONSEQUENCES = {
    **HARMLESS,
    "threads": PROCESS_DOES_NOT_END,
    "raise": _call_ends("ValueError: this task fails on purpose"),
    "BaseException": _call_ends("PastException: this task fails on purpose"),
    "KeyboardInterrupt": _call_ends("KeyboardInterrupt"),
    "sys.exit": _call_ends(r"SystemExit: sys\.exit\(3\) was called"),
    "out-of-memory": _call_ends("MemoryError"),
    "unpicklable-exception": Consequence(
        rf"{_TERMINATED} {_WORKER} exited with code 1\.", complete=False, accounted=False
    ),
    "unloadable-exception": _call_ends("BrokenProcessPool: A result has failed to un-serialize"),
    "os._exit": _worker_dies("exited with code 3"),
    "SIGKILL": _worker_dies("was ended by SIGKILL"),
    "SIGSEGV": _worker_dies("was ended by SIGSEGV"),
    "hang": run_is_ended(BACKEND, complete=False),
    "SIGSTOP": run_is_ended(BACKEND, complete=False, stopped=True),
    "ignore-SIGTERM": run_is_ended(BACKEND, complete=False),
    "unpicklable-argument": _call_ends("PicklingError: Could not pickle the task", in_worker=False),
    "unpicklable-result": _call_ends(LOCK),
    # It pickles functions by what they consist of.
    "lambda-argument": NOTHING_FAILS,
    "lambda-result": NOTHING_FAILS,
}
