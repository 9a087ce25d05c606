"""The Pythons on this machine: found, asked what they are, and chosen by path, name or version."""

from __future__ import annotations

import os
import re
import shutil
from concurrent.futures import ThreadPoolExecutor

from concur_workloads.control.interpreter_search import candidates
from concur_workloads.control.probing import enquiry, known, stop_asking
from concur_workloads.interpreter import Interpreter, this_interpreter
from concur_workloads.parameter import SpecError

_AT_ONCE = 4

#: 3.13, 3.13.0 or, for a free-threaded build, 3.14t
_VERSION = re.compile(r"(\d+\.\d+(?:\.\d+)?)(t?)")


def find_interpreters() -> tuple[Interpreter, ...]:
    """All that can be found, also those that cannot be used; takes a second, so best in a thread.

    The one that runs this comes first, then the newest.
    """
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        try:
            ours, *others = pool.map(enquiry().probe, candidates())
        except KeyboardInterrupt:
            # The pool waits for the threads that ask.
            stop_asking()
            raise
    unique = {(os.path.realpath(ours.executable), ours.prefix): ours}
    for each in sorted(others, key=_newest, reverse=True):
        own = (each.executable and os.path.realpath(each.executable)) or each.path
        unique.setdefault((own, each.prefix), each)
    return tuple(unique.values())


def _newest(interpreter: Interpreter) -> list[int]:
    return [int(part) for part in interpreter.version.split(".") if part]


def known_interpreter(path: str | None) -> Interpreter | None:
    """What the Python at a path is, ours for None, without asking it; None if it never was."""
    return this_interpreter() if path is None else known(path)


def find_interpreter(given: str) -> Interpreter:
    """The usable one that a person means by a path, a name or a version; raises SpecError."""
    version = _VERSION.fullmatch(given)
    found = _of_version(*version.groups()) if version else _named(given)
    if found is None:
        raise SpecError(
            "interpreter",
            given,
            "the path, name or version of a Python 3.10 or later that `concur-tui list` shows",
        )
    if found.unusable:
        raise SpecError("interpreter", given, f"a Python 3.10 or later, but {found.unusable}")
    return found


def _of_version(version: str, suffix: str) -> Interpreter | None:
    # Those that bear the version in their name are most likely to be it.
    likely_first = sorted(candidates(), key=lambda path: version not in path)
    probe = enquiry().probe
    for path in likely_first:
        each = probe(path)
        same = each.version == version or each.version.startswith(f"{version}.")
        if same and each.free_threaded is bool(suffix):
            return each
    return None


def _named(given: str) -> Interpreter | None:
    path = shutil.which(os.path.expanduser(given))
    if path is None:
        return None
    # It is going to be executed while a person is still typing.
    if not any("python" in os.path.basename(each) for each in (path, os.path.realpath(path))):
        raise SpecError("interpreter", given, "a program that is called python")
    return enquiry().probe(os.path.abspath(path))
