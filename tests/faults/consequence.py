"""What a fault costs a run, and the sentences that say so."""

from dataclasses import dataclass

#: The one task that goes wrong.
AT_TASK = 5

LIMIT_S = 0.3

LOCK = "TypeError: cannot pickle '_thread.lock' object"


@dataclass(frozen=True)
class Consequence:
    """`cause` is a pattern for the sentence that the user reads; empty where nothing fails.

    `failed` is how many of the tasks fail at least; `complete` says whether all the others give a
    result; `accounted` whether every task is then known to have done one or the other; `named`
    whether the sentence names the worker.
    """

    cause: str
    failed: int = 1
    complete: bool = True
    accounted: bool = True
    named: bool = True


NOTHING_FAILS = Consequence("", failed=0)


def task_fails(what: str, *, in_worker: bool = True) -> Consequence:
    """The one task, and nothing else."""
    where = r" in worker (?P<worker>\d+)" if in_worker else ""
    cause = rf"Task {AT_TASK} of the pass failed{where}: {what}.*\."
    return Consequence(cause, named=in_worker)


def process_dies(how: str) -> Consequence:
    """The one task with its process, which is replaced."""
    return task_fails(rf"its process \(\d+\) {how}")


def runner_dies(how: str) -> Consequence:
    """The whole run with its runner."""
    cause = rf"The runner \(process \d+\) {how} while .*worker (?P<worker>\d+) ran task 5.*\."
    return Consequence(cause, complete=False, accounted=False)


def pool_breaks(how: str) -> Consequence:
    """`ProcessPoolExecutor` loses all that is in flight with one of its processes."""
    worker = r"Worker (?P<worker>\d+) \(process \d+\)"
    return Consequence(
        rf"BrokenProcessPool: .+ {worker} {how} while it ran task {AT_TASK}\.", complete=False
    )


def run_is_ended(backend: str, *, complete: bool) -> Consequence:
    """At the time limit of a task, where a single task cannot be ended."""
    limit = rf"exceeded the time limit of {LIMIT_S} s in task {AT_TASK}"
    cause = rf"Worker (?P<worker>\d+) {limit}\. {backend} .+\."
    return Consequence(cause, complete=complete, accounted=complete)


#: Where a task's own exception is all that happens.
RAISED = {
    "raise": task_fails("ValueError: this task fails on purpose"),
    "sys.exit": task_fails(r"SystemExit: sys\.exit\(3\) was called"),
    "flood": NOTHING_FAILS,
}

#: Where workers are the runner's own threads.
IN_THE_RUNNER = {
    **RAISED,
    "os._exit": runner_dies("exited with code 3"),
    "SIGKILL": runner_dies("was ended by SIGKILL"),
    "SIGSEGV": runner_dies("was ended by SIGSEGV"),
    # Nothing is pickled where nothing leaves the process.
    "unpicklable-argument": NOTHING_FAILS,
    "unpicklable-result": NOTHING_FAILS,
}
