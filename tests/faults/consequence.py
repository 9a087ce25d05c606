"""What a fault costs a run, and the sentences that say so."""

from dataclasses import dataclass

#: The one task that goes wrong.
AT_TASK = 5

LIMIT_S = 0.3

#: Faults that are over only when the time limit is.
ENDLESS = ("hang", "SIGSTOP", "ignore-SIGTERM")

LOCK = "TypeError: cannot pickle '_thread.lock' object"
LAMBDA = r"\w+Error: Can't pickle .*_local_function.*"


@dataclass(frozen=True)
class Consequence:
    """`cause` is a pattern for the sentence that the user reads; empty where nothing fails.

    `failed` is how many of the tasks fail at least; `complete` says whether all the others give a
    result; `accounted` whether every task is then known to have done one or the other; `named`
    whether the sentence names the worker; `told` is a pattern for a warning in the log.
    """

    cause: str
    failed: int = 1
    complete: bool = True
    accounted: bool = True
    named: bool = True
    told: str = ""


NOTHING_FAILS = Consequence("", failed=0)

#: A process ends only after all its threads, unless it is made to.
PROCESS_DOES_NOT_END = Consequence(
    "", failed=0, told=r"worker \d \(process \d+\) did not end .+, so it was \w+"
)

_LEFT_BEHIND = Consequence(
    "", failed=0, told=r"process \d+, which a task left behind, was ended with the run"
)


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


def runner_is_stopped() -> Consequence:
    """No worker goes on, so there is no telling which of those under way stopped it."""
    limit = rf"for longer than the time limit of {LIMIT_S} s, so it was ended\."
    running = r".*worker (?P<worker>\d+) ran task 5.*"
    cause = rf"The runner \(process \d+\) was stopped while {running} {limit}"
    return Consequence(cause, complete=False, accounted=False)


def pool_breaks(how: str) -> Consequence:
    """`ProcessPoolExecutor` loses all that is in flight with one of its processes."""
    worker = r"Worker (?P<worker>\d+) \(process \d+\)"
    return Consequence(
        rf"BrokenProcessPool: .+ {worker} {how} while it ran task {AT_TASK}\.", complete=False
    )


def run_is_ended(backend: str, *, complete: bool, stopped: bool = False) -> Consequence:
    """At the time limit of a task, where a single task cannot be ended."""
    limit = rf"exceeded the time limit of {LIMIT_S} s in task {AT_TASK}"
    state = r" while its process \(\d+\) was stopped" if stopped else ""
    cause = rf"Worker (?P<worker>\d+) {limit}{state}\. {backend} .+\."
    return Consequence(cause, complete=complete, accounted=complete)


#: Where a task's own exception is all that happens, and it costs that task.
RAISED = {
    "raise": task_fails("ValueError: this task fails on purpose"),
    "BaseException": task_fails("PastException: this task fails on purpose"),
    "KeyboardInterrupt": task_fails("KeyboardInterrupt"),
    "sys.exit": task_fails(r"SystemExit: sys\.exit\(3\) was called"),
    "out-of-memory": task_fails("MemoryError"),
}

#: Where exceptions stay in their process, or travel as text.
RAISED_HERE = {
    "unpicklable-exception": task_fails("Untransportable: this task fails on purpose"),
    "unloadable-exception": task_fails("Unrestorable: this task: fails on purpose"),
}

#: What harms no task; what is left behind ends with the run.
HARMLESS = {
    "large-result": NOTHING_FAILS,
    "flood": NOTHING_FAILS,
    "fork": _LEFT_BEHIND,
    "fork-session": _LEFT_BEHIND,
    "threads": NOTHING_FAILS,
}

#: Where workers are threads of the runner, or its main thread.
IN_THE_RUNNER = {
    **RAISED,
    **RAISED_HERE,
    **HARMLESS,
    "threads": Consequence("", failed=0, told="3 threads that a task left running"),
    "os._exit": runner_dies("exited with code 3"),
    "SIGKILL": runner_dies("was ended by SIGKILL"),
    "SIGSEGV": runner_dies("was ended by SIGSEGV"),
    "SIGSTOP": runner_is_stopped(),
    # Nothing is pickled where nothing leaves the process.
    "unpicklable-argument": NOTHING_FAILS,
    "unpicklable-result": NOTHING_FAILS,
    "lambda-argument": NOTHING_FAILS,
    "lambda-result": NOTHING_FAILS,
}

#: Python sets the handlers of signals in a main thread only.
NOT_IN_A_THREAD = task_fails("ValueError: signal only works in main thread")
