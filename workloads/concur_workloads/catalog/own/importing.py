"""Importing a function of one's own, as its own project would, and saying why that failed."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable, Iterator
from functools import reduce
from types import ModuleType
from typing import Any

from concur_workloads.catalog.own import MissingModuleError, OwnFunctionError
from concur_workloads.catalog.own.reference import Reference

_LONGEST = 300


def import_function(reference: Reference) -> Callable[..., Any]:
    """What a reference names; raises OwnFunctionError."""
    module = import_module(reference)
    try:
        function = reduce(getattr, reference.function.split("."), module)
    except AttributeError:
        raise OwnFunctionError(_unknown(reference, module)) from None
    if not callable(function):
        kind = type(function).__name__
        raise OwnFunctionError(
            f"{reference.function} of {_place(reference)} is no function, but a {kind}."
        )
    found: Callable[..., Any] = function
    return found


def import_module(reference: Reference) -> ModuleType:
    """The module of a reference, its project's folder first on the path; raises OwnFunctionError.

    The working directory takes the place of the folder where only a module was named, as it does
    for `python -m`.
    """
    _make_importable(reference.folder or os.getcwd())
    if reference.file is not None and not os.path.isfile(reference.file):
        raise OwnFunctionError(f"There is no file {reference.file}.")
    try:
        module = importlib.import_module(reference.module)
    except BaseException as error:
        missing = isinstance(error, ModuleNotFoundError)
        kind = MissingModuleError if missing else OwnFunctionError
        raise kind(_import_sentence(reference, error)) from error
    found = getattr(module, "__file__", None) or "Python itself"
    if reference.file is not None and not _same_file(found, reference.file):
        raise OwnFunctionError(
            f"{reference.file} cannot be imported, as {reference.module} is another module here: "
            f"{found}. Another name for the file helps."
        )
    return module


def _make_importable(folder: str) -> None:
    if sys.path[:1] != [folder]:
        sys.path[:] = [folder, *(entry for entry in sys.path if entry != folder)]
    # It keeps ours clean of other people's modules; programs that tasks start are not ours, and
    # our workers have it from the command line.
    os.environ.pop("PYTHONSAFEPATH", None)


def _same_file(one: str, other: str) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)


def _place(reference: Reference) -> str:
    return os.path.basename(reference.file) if reference.file is not None else reference.module


def _unknown(reference: Reference, module: ModuleType) -> str:
    names = [
        name
        for name, value in vars(module).items()
        if callable(value)
        and getattr(value, "__module__", None) == module.__name__
        and not name.startswith("_")
    ]
    has = f"it has {', '.join(names)}" if names else "it has no function"
    return f"{_place(reference)} has no {reference.function}; {has}."


def _import_sentence(reference: Reference, error: BaseException) -> str:
    missing = getattr(error, "name", None) if isinstance(error, ModuleNotFoundError) else None
    if missing is not None and f"{reference.module}.".startswith(f"{missing}."):
        where = reference.folder or os.getcwd()
        return f"There is no module {missing} in {where}, nor in what {sys.executable} has."
    said = f"Importing {_place(reference)} failed: {_said(error)}"
    if missing is not None:
        said += f"; {sys.executable} does not have it"
    return f"{said}."


def _said(error: BaseException) -> str:
    if isinstance(error, SyntaxError):
        place = f"{os.path.basename(error.filename or '?')} line {error.lineno}"
        return f"{type(error).__name__}: {error.msg} ({place})"
    if isinstance(error, SystemExit):
        text = f"it calls sys.exit({error.code!r})"
    else:
        text = f"{type(error).__name__}: {error}".removesuffix(": ")
    text = " ".join(text.split())[:_LONGEST].rstrip(".")
    places = list(_places(error))
    return f"{text} ({places[-1]})" if places else text


def _places(error: BaseException) -> Iterator[str]:
    """The lines that the error went through, but those of Python's own import."""
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if not code.co_filename.startswith("<frozen importlib") and code.co_filename not in (
            __file__,
            importlib.__file__,
        ):
            yield f"{os.path.basename(code.co_filename)} line {trace.tb_lineno}"
        trace = trace.tb_next
