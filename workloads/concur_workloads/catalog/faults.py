"""Work that goes wrong in a chosen way, to see what each backend makes of it."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from concur_workloads.catalog import faults_of_data, faults_of_processes, faults_raised
from concur_workloads.catalog.stage import Stage
from concur_workloads.catalog.workload import Settings, Workload
from concur_workloads.parameter import Parameter

_HARMLESS_TERMS = 20_000


def _local_function() -> Callable[[], None]:
    """What no pickle can hold, since its module has no name for it."""
    return lambda: None


#: What goes wrong as soon as the argument is made or sent.
_UNFIT_ARGUMENTS: dict[str, Callable[[], object]] = {
    "unpicklable-argument": threading.Lock,
    "lambda-argument": _local_function,
}

#: What goes wrong in the task itself, or with its result.
_BODIES: dict[str, Callable[[Settings], object]] = {
    "raise": faults_raised.raise_plainly,
    "BaseException": faults_raised.raise_past_exception,
    "KeyboardInterrupt": faults_raised.raise_as_ctrl_c,
    "unpicklable-exception": faults_raised.raise_what_cannot_be_pickled,
    "unloadable-exception": faults_raised.raise_what_cannot_be_unpickled,
    "sys.exit": faults_raised.exit_as_a_program,
    "os._exit": faults_of_processes.exit_at_once,
    "SIGKILL": faults_of_processes.kill_oneself,
    "SIGSEGV": faults_of_processes.read_address_zero,
    "SIGSTOP": faults_of_processes.stop_oneself,
    "ignore-SIGTERM": faults_of_processes.ignore_sigterm_and_hang,
    "hang": faults_of_processes.hang,
    "fork": faults_of_processes.leave_a_child,
    "fork-session": faults_of_processes.leave_a_child_in_a_session_of_its_own,
    "threads": faults_of_processes.leave_threads,
    "out-of-memory": faults_of_data.exhaust_memory,
    "unpicklable-result": lambda _settings: threading.Lock(),
    "lambda-result": lambda _settings: _local_function(),
    "large-result": faults_of_data.return_much,
    "flood": faults_of_data.print_much,
}


def _argument(task: int, settings: Settings) -> object:
    make = _UNFIT_ARGUMENTS.get(settings["fault"])
    if make is not None and task == settings["at_task"] and _is_due(settings):
        return task, make()
    return task, None


def _misbehave(argument: tuple[int, Any], settings: Settings) -> object:
    task, _ = argument
    body = _BODIES.get(settings["fault"])
    if body is not None and task == settings["at_task"] and _is_due(settings):
        return body(settings)
    return sum(range(_HARMLESS_TERMS))


def _is_due(settings: Settings) -> bool:
    """Whether it is to go wrong once more; each time counts, in whatever process it is."""
    if not settings["times"]:
        return True
    for number in range(settings["times"]):
        try:
            descriptor = os.open(f"{settings['marks']}/{number}", os.O_CREAT | os.O_EXCL)
        except FileExistsError:
            continue
        os.close(descriptor)
        return True
    return False


@contextmanager
def _marks(settings: Settings, _stage: Stage) -> Iterator[dict[str, Any]]:
    """A folder with a file for each time that it went wrong, which outlives any worker."""
    if not settings["times"]:
        yield {}
        return
    import tempfile

    with tempfile.TemporaryDirectory(prefix="concur-tui-marks-") as folder:
        yield {"marks": folder}


WORKLOADS = (
    Workload(
        name="misbehave",
        title="misbehave",
        family="Faults",
        kind="one task goes wrong, the others are short sums",
        summary="One task raises, exits, dies, hangs, floods or cannot be pickled: you choose.",
        look_at=(
            "See which other tasks and workers are lost with it, how soon the cause is named, and "
            "whether the backend goes on. Give a time limit with the faults that hang: hang, "
            "SIGSTOP and ignore-SIGTERM. With retries, let it go wrong only so many times."
        ),
        parameters=(
            Parameter("fault", "raise", "what goes wrong", choices=(*_BODIES, *_UNFIT_ARGUMENTS)),
            Parameter("at_task", 0, "the number of the task that it happens to", 0, 99_999_999),
            Parameter("times", 0, "how often it goes wrong, 0 for always", 0, 1_000),
            Parameter("lines", 100_000, "lines printed by flood", 1, 10_000_000),
            Parameter(
                "size_mib", 1_024, "size of what large-result returns", 1, 65_536, unit="MiB"
            ),
        ),
        body=_misbehave,
        argument=_argument,
        fixture=_marks,
        # Which mechanisms contain which fault is no matter of right or wrong; this one harms none.
        smallest={"fault": "threads"},
        default_repeats=1,
        baseline=False,
    ),
)
