"""What a field of the configuration form is for, in a sentence or two."""

from concur_tui.backend_words import abilities
from concur_tui.formatting import count, counted
from concur_tui.screens.workbench.experiment_form import ExperimentForm
from concur_workloads.api import OPTIONS, BackendInfo, Parameter, UsableCpus

_SENTENCES = {
    "start_method": "How a worker process comes to life.",
    "baseline": "Run the tasks serially as well, to have a speed-up.",
    "interpreter": (
        "Path, name or version of another Python, such as 3.14; empty is this one. "
        "Down lists those on this machine."
    ),
}
MORE = "Settings that few experiments need. Enter shows or hides them."
COMMAND = "What runs the same from a shell. Up and Down scroll it, y copies it."


def usable(cpus: UsableCpus) -> str:
    """How many CPUs can be used, and which limit decided that."""
    return f"{counted(cpus.count, 'CPU')} usable: {cpus.decided_by}"


def explained(form: ExperimentForm, name: str, cpus: UsableCpus) -> str:
    """The help of one field."""
    if name == "backend":
        return _of_backend(form.backend, form.unavailable(form.backend))
    if name in _SENTENCES:
        return _SENTENCES[name]
    parameters = {each.name: each for each in form.workload.parameters}
    option = OPTIONS.get(name)
    unset = option.unset if option is not None else ""
    text = _of_parameter(parameters.get(name) or OPTIONS[name].parameter, unset)
    return f"{text} {usable(cpus)}." if name == "workers" else text


def _of_backend(info: BackendInfo, unavailable: str) -> str:
    if unavailable:
        return f"{_sentence(info.summary)} Not available here: {unavailable}."
    return f"{_sentence(info.summary)} {_sentence(', '.join(abilities(info)))}"


def _of_parameter(parameter: Parameter, unset: str) -> str:
    text = f"{parameter.help}{_range(parameter)}"
    return _sentence(f"{text}; empty is {unset}" if unset else text)


def _range(parameter: Parameter) -> str:
    if parameter.minimum is None or parameter.maximum is None:
        no_example = parameter.choices or not isinstance(parameter.default, str)
        return "" if no_example else f", such as {parameter.default}"
    least, most = _plain(parameter.minimum), _plain(parameter.maximum)
    return f": {least} to {most} {parameter.unit}".rstrip()


def _plain(limit: float) -> str:
    return count(int(limit)) if limit == int(limit) else f"{limit:f}".rstrip("0")


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('. ')}."
