"""One task that fails ends the whole call, and what the others had given by then is lost."""

from faults.consequence import LOCK, Consequence, run_is_ended

BACKEND = "joblib"


def _call_ends(what: str, *, in_worker: bool = True) -> Consequence:
    where = r" in worker (?P<worker>\d+)" if in_worker else ""
    cause = rf"Task 5 of the pass failed{where}: {what}.*\."
    return Consequence(cause, complete=False, accounted=False, named=in_worker)


def _worker_dies(how: str) -> Consequence:
    worker = r"Worker (?P<worker>\d+) \(process \d+\)"
    cause = rf"TerminatedWorkerError: .+ {worker} {how} while it ran task 5\."
    return Consequence(cause, complete=False, accounted=False)


CONSEQUENCES = {
    "raise": _call_ends("ValueError: this task fails on purpose"),
    "sys.exit": _call_ends(r"SystemExit: sys\.exit\(3\) was called"),
    "flood": Consequence("", failed=0),
    "os._exit": _worker_dies("exited with code 3"),
    "SIGKILL": _worker_dies("was ended by SIGKILL"),
    "SIGSEGV": _worker_dies("was ended by SIGSEGV"),
    "hang": run_is_ended(BACKEND, complete=False),
    "unpicklable-argument": _call_ends("PicklingError: Could not pickle the task", in_worker=False),
    "unpicklable-result": _call_ends(LOCK),
}
