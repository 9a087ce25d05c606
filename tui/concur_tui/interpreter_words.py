"""What a Python is and has, in the words of the command line and the screen."""

from collections.abc import Iterator

from concur_workloads.api import Interpreter


def with_gil(interpreter: Interpreter, setting: str) -> str:
    """What it is, and whether a run with that setting for the GIL starts with it on."""
    gil = interpreter.gil if setting == "default" else setting == "on"
    release = ".".join(interpreter.version.split(".")[:2])
    return f"{interpreter.implementation} {release} ({'GIL' if gil else 'no GIL'})"


def abilities_of(interpreter: Interpreter) -> Iterator[str]:
    """What not every Python can do, a few words each; or why it cannot be used, alone."""
    if interpreter.unusable:
        yield f"cannot be used: {interpreter.unusable}"
        return
    if interpreter.free_threaded:
        yield "the GIL is on by default" if interpreter.gil else "the GIL is off by default"
    if interpreter.interpreters:
        yield "has sub-interpreters"
    if not interpreter.start_methods:
        yield "starts no processes"
    if interpreter.packages:
        yield f"has {', '.join(interpreter.packages)}"
