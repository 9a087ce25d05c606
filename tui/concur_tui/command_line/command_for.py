"""The command line that runs a spec."""

import shlex

from concur_workloads.api import (
    ITEMS,
    OPTIONS,
    Option,
    RunSpec,
    Value,
    default_spec,
    is_reference,
    workload,
)

_ALWAYS_SHOWN = ("workers", "tasks")


def command_for(spec: RunSpec) -> str:
    """A line for the shell; what equals the workload's defaults is left out.

    Raises SpecError for a workload that does not exist.
    """
    usual = default_spec(spec.workload)
    words = ["concur-tui", "run", spec.workload]
    words += ["--backend", spec.backend]
    for name in _ALWAYS_SHOWN:
        words += _words(OPTIONS[name], getattr(spec, name))
    if spec.start_method is not None:
        words += ["--start-method", spec.start_method]
    for name, option in OPTIONS.items():
        value = getattr(spec, name)
        if name not in _ALWAYS_SHOWN and value != getattr(usual, name):
            words += _words(option, value)
    if spec.interpreter is not None:
        words += ["--python", spec.interpreter]
    defaults = {each.name: each.default for each in workload(spec.workload).parameters}
    for name, value in spec.parameters.items():
        if name == ITEMS and is_reference(spec.workload):
            words += ["--items", str(value)] if value else []
        elif value != defaults.get(name):
            words += ["--set", f"{name}={_text(value)}"]
    if spec.baseline != usual.baseline:
        words.append("--baseline" if spec.baseline else "--no-baseline")
    return shlex.join(words)


def _words(option: Option, value: Value | None) -> list[str]:
    if isinstance(value, bool):
        return [option.flag if value else option.flag.replace("--", "--no-", 1)]
    return [option.flag, option.unset if value is None else _text(value)]


def _text(value: Value) -> str:
    """As short as it can be typed and still mean the same."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
