"""Each fault costs its task, at most with its process, and nothing else."""

from faults.consequence import LOCK, RAISED, process_dies, task_fails

BACKEND = "multiprocessing.Process"

CONSEQUENCES = {
    **RAISED,
    "os._exit": process_dies("exited with code 3"),
    "SIGKILL": process_dies("was ended by SIGKILL"),
    "SIGSEGV": process_dies("was ended by SIGSEGV"),
    "hang": process_dies(r"was killed because it exceeded the time limit of 0\.3 s"),
    "unpicklable-argument": task_fails(f"its argument cannot be pickled: {LOCK}", in_worker=False),
    "unpicklable-result": task_fails(f"its result cannot be pickled: {LOCK}"),
}
