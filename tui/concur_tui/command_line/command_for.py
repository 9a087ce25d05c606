"""The command line that runs a spec."""

import shlex

from concur_workloads.api import RunSpec, Value, default_spec, workload

_ALWAYS_SHOWN = ("backend", "workers", "tasks")
_OPTIONS = {
    "backend": "--backend",
    "workers": "--workers",
    "tasks": "--tasks",
    "start_method": "--start-method",
    "chunk_size": "--chunk-size",
    "warm_up": "--warm-up",
    "repeats": "--repeats",
    "timeout_s": "--timeout",
    "interpreter": "--python",
}


def command_for(spec: RunSpec) -> str:
    """A line for the shell; what equals the workload's defaults is left out.

    Raises SpecError for a workload that does not exist.
    """
    usual = default_spec(spec.workload)
    words = ["concur-tui", "run", spec.workload]
    for name, option in _OPTIONS.items():
        value = getattr(spec, name)
        if name in _ALWAYS_SHOWN or value != getattr(usual, name):
            words += [option, "none" if value is None else _text(value)]
    defaults = {each.name: each.default for each in workload(spec.workload).parameters}
    for name, value in spec.parameters.items():
        if value != defaults.get(name):
            words += ["--set", f"{name}={_text(value)}"]
    if spec.baseline != usual.baseline:
        words.append("--baseline" if spec.baseline else "--no-baseline")
    return shlex.join(words)


def _text(value: Value) -> str:
    """As short as it can be typed and still mean the same."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
