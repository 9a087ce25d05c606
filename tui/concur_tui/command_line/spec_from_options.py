"""From the options of `concur-tui run` to a spec that can run."""

import asyncio
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from concur_tui.command_line.usage import UsageError
from concur_tui.specs.own_function import own_function, workload_name
from concur_tui.specs.presets import load_named
from concur_tui.specs.suggestion import spec_sentence
from concur_workloads.api import (
    ITEMS,
    OPTIONS,
    MatrixRow,
    RunSpec,
    SpecError,
    Value,
    backend,
    default_spec,
    find_interpreter,
    is_reference,
    look_at_function,
    planned_rows,
    prepare,
    rows_by_python,
    workload,
)


def spec_from_options(options: Namespace) -> RunSpec:
    """The spec asked for, checked and complete; raises UsageError and SpecFileError."""
    try:
        return prepare(_asked_for(options))
    except SpecError as error:
        raise UsageError(spec_sentence(error)) from None


def rows_from_options(options: Namespace) -> tuple[RunSpec, tuple[MatrixRow, ...]]:
    """The rows of a matrix, and what they have in common; raises UsageError and SpecFileError."""
    try:
        spec = _asked_for(options)
        chosen = names_in(options.backends), names_in(options.start_methods)
        pythons = names_in(options.pythons)
        if not pythons:
            return spec, planned_rows(spec, *chosen)
        if spec.interpreter is not None:
            raise UsageError("--python and --pythons exclude each other.")
        return spec, rows_by_python(spec, pythons, *chosen)
    except SpecError as error:
        raise UsageError(spec_sentence(error)) from None


def names_in(given: str | None) -> list[str]:
    """The names in a list with commas; none where nothing was given."""
    return [name.strip() for name in given.split(",")] if given is not None else []


def _asked_for(options: Namespace) -> RunSpec:
    base = load_named(options.spec) if options.spec is not None else None
    if base is None and options.workload is None:
        raise UsageError(
            f"{options.command} needs a WORKLOAD (see `concur-tui list`) or --spec FILE, "
            "or --spec PRESET."
        )
    return _changed(base, options)


def _changed(base: RunSpec | None, options: Namespace) -> RunSpec:
    changes = _changes(options)
    name = workload_name(options.workload) if options.workload else base.workload if base else ""
    parameters: dict[str, Value] = {}
    if is_reference(name):
        parameters = _look_at(name, base, options, changes)
    elif options.items is not None:
        raise UsageError(f"--items is for functions of your own; {name} is in the catalogue.")
    parameters |= _parameters(name, options.set)
    if base is None:
        return default_spec(name, parameters=parameters, **changes)
    if "backend" in changes and backend(changes["backend"]) != backend(base.backend):
        # What only the other backend takes says nothing about this one.
        info = backend(changes["backend"])
        for field in fields(RunSpec):
            if field.name in ("start_method", *OPTIONS) and not info.has_option(field.name):
                changes.setdefault(field.name, field.default)
        changes.setdefault("start_method", None)
    return base.with_changes(workload=name, parameters={**base.parameters, **parameters}, **changes)


def _look_at(
    name: str, base: RunSpec | None, options: Namespace, changes: dict[str, Any]
) -> dict[str, Value]:
    """Make the function known; its parameters so far, the number of tasks joins the changes.

    Raises UsageError if it cannot run.
    """
    kept = str(base.parameters.get(ITEMS, "")) if base is not None else ""
    asked = own_function(name, kept if options.items is None else options.items)
    chosen = changes.get("interpreter", base.interpreter if base is not None else None)
    interpreter = find_interpreter(chosen).path if chosen is not None else None
    found = asyncio.run(look_at_function(name, interpreter, asked.items))
    if found.problem:
        raise UsageError(found.problem)
    if options.items is not None and found.items is not None:
        changes.setdefault("tasks", found.items)
    return {} if options.items is None else {ITEMS: asked.items}


def _changes(options: Namespace) -> dict[str, Any]:
    """The fields that were given, as values."""
    given = {
        "backend": options.backend,
        "start_method": options.start_method,
        "interpreter": options.python,
        "baseline": options.baseline,
    }
    changes: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    for name, option in OPTIONS.items():
        value = getattr(options, name)
        if value is not None:
            changes[name] = option.parse(value) if isinstance(value, str) else value
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
