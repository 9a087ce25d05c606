"""The fields of the configuration form, made from what the engine says of its settings."""

from concur_tui.screens.workbench.experiment_form import NO, YES, ExperimentForm
from concur_tui.widgets.form_field import FormField
from concur_workloads.api import OPTIONS, Parameter, backends

#: The settings that most experiments have to do with; all others are in the part that unfolds.
BEFORE_PARAMETERS = ("workers", "tasks")
AFTER_PARAMETERS = ("chunk_size", "warm_up", "repeats", "baseline", "timeout_s")
MORE = tuple(name for name in OPTIONS if name not in (*BEFORE_PARAMETERS, *AFTER_PARAMETERS))

_LABELS = {
    "start_method": "started by",
    "warm_up": "warm-up",
    "baseline": "serial too",
    "interpreter": "Python",
    "max_tasks_per_child": "child tasks",
    "switch_interval_s": "GIL switch",
    "gil": "GIL",
}
_UNITS = {"warm_up": "a worker"}

_YES_OR_NO = [(YES, YES), (NO, NO)]


def label_of(name: str) -> str:
    """What stands before a field."""
    return _LABELS.get(name, name.removesuffix("_s").replace("_", " "))


def backend_field(form: ExperimentForm) -> FormField:
    """The backends, of which one can be chosen."""
    return FormField("backend", "backend", form.text("backend"), choices=backend_choices(form))


def backend_choices(form: ExperimentForm) -> list[tuple[str, str]]:
    """All backends; those that cannot be had for the workload stand in parentheses."""
    return [
        (f"({each.name})" if form.unavailable(each) else each.name, each.name)
        for each in backends()
    ]


def start_method_field(form: ExperimentForm) -> FormField:
    """The start methods of the chosen backend."""
    text = form.text("start_method")
    # Not shown where the backend has none, but a drop-down is never without a choice.
    choices = start_methods(form) or [("-", text)]
    return FormField("start_method", label_of("start_method"), text, choices=choices)


def start_methods(form: ExperimentForm) -> list[tuple[str, str]]:
    """What the chosen backend offers, as choices."""
    return [(each, each) for each in form.backend.start_methods]


def setting_field(form: ExperimentForm, name: str) -> FormField:
    """A setting of every run, by its name in the spec."""
    if name == "baseline":
        return FormField(name, label_of(name), form.text(name), choices=_YES_OR_NO)
    option = OPTIONS[name]
    return _field(form, option.parameter, option.unset)


def parameter_field(form: ExperimentForm, parameter: Parameter) -> FormField:
    """A parameter of the workload."""
    return _field(form, parameter, "")


def _field(form: ExperimentForm, parameter: Parameter, unset: str) -> FormField:
    name = parameter.name
    choices = [(each, each) for each in parameter.choices] or None
    if isinstance(parameter.default, bool):
        choices = _YES_OR_NO
    return FormField(
        name,
        label_of(name),
        form.text(name),
        choices=choices,
        unit=_UNITS.get(name, parameter.unit),
        placeholder=unset,
    )
