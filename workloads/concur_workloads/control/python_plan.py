"""The rows of a matrix over several Pythons, each with the GIL and without where it has both."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace

from concur_workloads.control.interpreters import find_interpreter, find_interpreters
from concur_workloads.control.matrix_plan import planned_rows
from concur_workloads.interpreter import Interpreter
from concur_workloads.results.matrix import MatrixRow
from concur_workloads.spec import RunSpec

#: Stands for every Python that can be found.
ALL_PYTHONS = "all"

#: One GIL for all workers, and one for each.
_COMPARED = ("threading.Thread", "sub-interpreters")


def rows_by_python(
    spec: RunSpec,
    pythons: Sequence[str],
    names: Sequence[str] = (),
    start_methods: Sequence[str] = (),
) -> tuple[MatrixRow, ...]:
    """The rows of each Python, by path, name or version; on threads and interpreters by default.

    A free-threaded one has rows as it is, and rows with the GIL turned on. May take seconds.
    Raises SpecError for what no row could run.
    """
    return tuple(
        replace(row, python=title)
        for interpreter in _chosen(pythons)
        for title, gil in _ways(interpreter)
        for row in planned_rows(
            spec.with_changes(interpreter=interpreter.path, gil=gil),
            names or _COMPARED,
            start_methods,
        )
    )


def _chosen(pythons: Sequence[str]) -> tuple[Interpreter, ...]:
    if list(pythons) == [ALL_PYTHONS]:
        return tuple(_different(each for each in find_interpreters() if not each.unusable))
    return tuple(find_interpreter(each) for each in pythons)


def _different(interpreters: Iterator[Interpreter]) -> Iterator[Interpreter]:
    """Without virtual environments of one that is there already."""
    seen = set()
    for each in interpreters:
        program = os.path.realpath(each.executable)
        if program not in seen:
            seen.add(program)
            yield each


def _ways(interpreter: Interpreter) -> Iterator[tuple[str, str]]:
    """What to call it and what to ask for, once without the GIL if it can do without."""
    yield interpreter.title, "default"
    if interpreter.free_threaded:
        yield f"{interpreter.title}, GIL on", "on"
