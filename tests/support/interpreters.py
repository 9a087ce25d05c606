"""Other Pythons on this machine."""

import functools

from concur_workloads.api import Interpreter, find_interpreters
from concur_workloads.interpreter import this_interpreter

#: Those that an experiment can run on; a free-threaded build has "t" behind its version.
VERSIONS = ("3.10", "3.11", "3.12", "3.13", "3.13t", "3.14", "3.14t", "3.15", "3.15t")


def series(interpreter: Interpreter) -> str:
    """Which of VERSIONS it is one of."""
    return ".".join(interpreter.version.split(".")[:2]) + "t" * interpreter.free_threaded


OURS = series(this_interpreter())


@functools.cache
def _others() -> tuple[Interpreter, ...]:
    ours = this_interpreter()
    return tuple(
        each for each in find_interpreters() if not each.unusable and each.path != ours.path
    )


@functools.cache
def interpreter_of(version: str) -> Interpreter | None:
    """A Python of one of VERSIONS, other than the one that runs this; None if there is none."""
    return next((each for each in _others() if series(each) == version), None)


def find_python(version: str) -> str | None:
    """The path of that Python."""
    found = interpreter_of(version)
    return found.path if found is not None else None
