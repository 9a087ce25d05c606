"""Each fault costs its task, at most with its process, and nothing else."""

from faults.consequence import (
    HARMLESS,
    LAMBDA,
    LOCK,
    PROCESS_DOES_NOT_END,
    RAISED,
    RAISED_HERE,
    process_dies,
    task_fails,
)

BACKEND = "multiprocessing.Process"

_KILLED = r"was killed because it exceeded the time limit of 0\.3 s"

CONSEQUENCES = {
    **RAISED,
    **RAISED_HERE,
    **HARMLESS,
    "threads": PROCESS_DOES_NOT_END,
    "os._exit": process_dies("exited with code 3"),
    "SIGKILL": process_dies("was ended by SIGKILL"),
    "SIGSEGV": process_dies("was ended by SIGSEGV"),
    "hang": process_dies(_KILLED),
    "SIGSTOP": process_dies(f"{_KILLED} while it was stopped"),
    "ignore-SIGTERM": process_dies(_KILLED),
    "unpicklable-argument": task_fails(f"its argument cannot be pickled: {LOCK}", in_worker=False),
    "unpicklable-result": task_fails(f"its result cannot be pickled: {LOCK}"),
    "lambda-argument": task_fails(f"its argument cannot be pickled: {LAMBDA}", in_worker=False),
    "lambda-result": task_fails(f"its result cannot be pickled: {LAMBDA}"),
}
