"""One task that fails ends the whole call, and after some faults it would wait for ever."""

from faults.consequence import HARMLESS, Consequence, run_is_ended

BACKEND = "mpire"

_WAITS = "mpire itself would wait for ever"


def _call_ends(what: str, *, in_worker: bool = True) -> Consequence:
    where = r" in worker (?P<worker>\d+)" if in_worker else ""
    cause = rf"Task 5 of the pass failed{where}: {what}.*\."
    return Consequence(cause, complete=False, accounted=False, named=in_worker)


def _process_dies(how: str) -> Consequence:
    worker = r"Worker (?P<worker>\d+) \(process \d+\)"
    cause = rf"RuntimeError: Worker-\d died unexpectedly\. {worker} {how} while it ran task 5\."
    return Consequence(cause, complete=False, accounted=False)


_NO_ANSWER = f"no answer came, and {_WAITS}"
_RAISED_PAST = _call_ends(rf"it raised, so its process \(\d+\) exited with code 1, and {_WAITS}")

CONSEQUENCES = {
    **HARMLESS,
    "raise": _call_ends("ValueError: this task fails on purpose"),
    "BaseException": _RAISED_PAST,
    "KeyboardInterrupt": _RAISED_PAST,
    # It makes the exception anew without its arguments.
    "sys.exit": _call_ends(r"SystemExit: sys\.exit\(None\) was called"),
    "out-of-memory": _call_ends("MemoryError"),
    "unpicklable-exception": _call_ends("CannotPickleExceptionError: Untransportable"),
    "unloadable-exception": _call_ends("Unrestorable: this task: fails on purpose"),
    "os._exit": _process_dies("exited with code 3"),
    "SIGKILL": _process_dies("was ended by SIGKILL"),
    "SIGSEGV": _process_dies("was ended by SIGSEGV"),
    "hang": run_is_ended(BACKEND, complete=False),
    "SIGSTOP": run_is_ended(BACKEND, complete=False, stopped=True),
    "ignore-SIGTERM": run_is_ended(BACKEND, complete=False),
    "unpicklable-argument": _call_ends(_NO_ANSWER, in_worker=False),
    "unpicklable-result": _call_ends(_NO_ANSWER),
    "lambda-argument": _call_ends(_NO_ANSWER, in_worker=False),
    "lambda-result": _call_ends(_NO_ANSWER),
}
