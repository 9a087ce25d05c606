"""From the options of `concur-tui run` to a spec that can run."""

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from concur_tui.command_line.parser import UsageError
from concur_tui.command_line.spec_file import load_spec
from concur_tui.command_line.suggestion import spec_sentence
from concur_workloads.api import (
    NUMERIC_FIELDS,
    RunSpec,
    SpecError,
    Value,
    backend,
    default_spec,
    prepare,
    workload,
)

_NO_LIMIT = "none"


def spec_from_options(options: Namespace) -> RunSpec:
    """The spec asked for, checked and complete; raises UsageError."""
    base = load_spec(Path(options.spec)) if options.spec is not None else None
    if base is None and options.workload is None:
        raise UsageError("run needs a WORKLOAD (see `concur-tui list`) or --spec FILE.")
    try:
        return prepare(_changed(base, options))
    except SpecError as error:
        raise UsageError(spec_sentence(error)) from None


def _changed(base: RunSpec | None, options: Namespace) -> RunSpec:
    changes = _changes(options)
    name = options.workload or (base.workload if base else "")
    parameters = _parameters(name, options.set)
    if base is None:
        return default_spec(name, parameters=parameters, **changes)
    if "backend" in changes and backend(changes["backend"]) != backend(base.backend):
        # How the other backend starts processes says nothing about this one.
        changes.setdefault("start_method", None)
    return base.with_changes(workload=name, parameters={**base.parameters, **parameters}, **changes)


def _changes(options: Namespace) -> dict[str, Any]:
    """The fields that were given, as values."""
    given = {
        "backend": options.backend,
        "start_method": options.start_method,
        "interpreter": options.python,
        "baseline": options.baseline,
    }
    numbers = {
        "workers": options.workers,
        "tasks": options.tasks,
        "chunk_size": options.chunk_size,
        "warm_up": options.warm_up,
        "repeats": options.repeats,
        "timeout_s": options.timeout,
    }
    changes: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    for name, text in numbers.items():
        if text is not None:
            unlimited = name == "timeout_s" and text.strip().lower() == _NO_LIMIT
            changes[name] = None if unlimited else NUMERIC_FIELDS[name].parse(text)
    return changes


def _parameters(workload_name: str, settings: Sequence[str]) -> dict[str, Value]:
    chosen = workload(workload_name)
    known = {each.name: each for each in chosen.parameters}
    parameters = {}
    for setting in settings:
        name, equals, text = setting.partition("=")
        if not equals:
            raise UsageError(f"--set: {setting!r} is no NAME=VALUE, such as {_example(known)}.")
        if name not in known:
            allowed = f"a parameter of {chosen.name}: {', '.join(known) or 'it has none'}"
            raise SpecError(name, text, allowed)
        parameters[name] = known[name].parse(text)
    return parameters


def _example(known: dict[str, Any]) -> str:
    return next((f"{name}={each.default}" for name, each in known.items()), "terms=1000")
