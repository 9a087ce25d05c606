"""The pane with the form that makes a spec, and the command line that would run the same."""

from collections.abc import Iterator

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalGroup, VerticalScroll
from textual.message import Message
from textual.widgets import Static

from concur_tui.command_line.command_for import command_for
from concur_tui.formatting import count, significant
from concur_tui.screens.workbench.experiment_form import NO, YES, ExperimentForm, Reading
from concur_tui.widgets.form_field import FormField
from concur_workloads.api import OPTIONS, Parameter, RunSpec, Workload, backends, usable_cpus

_LABELS = {
    "backend": "backend",
    "start_method": "started by",
    "workers": "workers",
    "tasks": "tasks",
    "chunk_size": "chunk size",
    "warm_up": "warm-up",
    "repeats": "repeats",
    "timeout_s": "timeout",
    "baseline": "serial too",
    "interpreter": "Python",
}
_HELP = {
    "backend": "The class that runs the tasks.",
    "start_method": "How a worker process comes to life.",
    "timeout_s": "Longest that one task may take; empty is no limit.",
    "baseline": "Run the tasks serially as well, to have a speed-up.",
    "interpreter": "Path of another Python, 3.10 or later, to run it on; empty is this one.",
}


class ConfigurationPane(Vertical):
    """Holds the spec that would run, as long as every field is in order."""

    BORDER_TITLE = "2 Configuration"

    class Changed(Message):
        """The form amounts to something else now."""

    class Entered(Message):
        """The person pressed Enter in a field: run it."""

    def __init__(self, workload: Workload, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id, classes="pane")
        self._form = ExperimentForm(workload.name)
        self._reading = self._form.read()

    @property
    def spec(self) -> RunSpec | None:
        """What would run; None while a field is in error."""
        return self._reading.spec

    @property
    def reading(self) -> Reading:
        """What the form amounts to."""
        return self._reading

    def compose(self) -> ComposeResult:
        """The fields, the help of the focused one, and the command line."""
        with VerticalScroll(id="form", can_focus=False):
            yield self._choice("backend", [(each.name, each.name) for each in backends()])
            yield self._choice("start_method", self._start_methods())
            yield self._number("workers", unit=f"on {usable_cpus().count} CPUs")
            yield self._number("tasks")
            yield VerticalGroup(*self._parameters(), id="parameters")
            yield self._number("chunk_size")
            yield self._number("warm_up", unit="a worker")
            yield self._number("repeats")
            yield self._choice("baseline", [(YES, YES), (NO, NO)])
            yield self._number("timeout_s", unit="s", placeholder="none")
            yield FormField(
                "interpreter",
                _LABELS["interpreter"],
                self._form.text("interpreter"),
                placeholder="this one",
            )
        yield Static(id="field-help", markup=False)
        yield Static(id="command", markup=False)

    def _choice(self, name: str, choices: list[tuple[str, str]]) -> FormField:
        value = self._form.text(name)
        # A drop-down that does not apply, and so is not shown, has an empty choice.
        return FormField(name, _LABELS[name], value, choices=choices or [("-", value)])

    def _number(self, name: str, *, unit: str = "", placeholder: str = "") -> FormField:
        text = self._form.text(name)
        return FormField(name, _LABELS[name], text, unit=unit, placeholder=placeholder)

    def _start_methods(self) -> list[tuple[str, str]]:
        return [(each, each) for each in self._form.backend.start_methods]

    def _parameters(self) -> Iterator[FormField]:
        for each in self._form.workload.parameters:
            options = list(each.choices) or ([YES, NO] if isinstance(each.default, bool) else [])
            choices = [(option, option) for option in options] or None
            label = each.name.replace("_", " ")
            text = self._form.text(each.name)
            yield FormField(each.name, label, text, choices=choices, unit=each.unit)

    def on_mount(self) -> None:
        """Show what the defaults amount to."""
        self._show_reading()

    async def configure(self, workload: Workload) -> None:
        """Show the form of another workload."""
        self._form.pick(workload.name)
        parameters = self.query_one("#parameters", VerticalGroup)
        async with self.batch():
            await parameters.remove_children()
            await parameters.mount_all(self._parameters())
            for name in ("tasks", "repeats", "baseline"):
                self._field(name).fill(self._form.text(name))
        self._read()

    def focus_first(self) -> None:
        """Put the cursor into the first field that is in error, else into the first."""
        names = [name for name in self._reading.complaints if self._has(name)]
        self._field(names[0] if names else "backend").focus_input()

    def _field(self, name: str) -> FormField:
        return self.query_one(f"#field-{name}", FormField)

    def _has(self, name: str) -> bool:
        return bool(self.query(f"#field-{name}"))

    @on(FormField.Edited)
    def take(self, event: FormField.Edited) -> None:
        """Read the form anew."""
        event.stop()
        self._form.type(event.name, self._field(event.name).value)
        if event.name == "backend" and self._form.applies("start_method"):
            self._field("start_method").offer(
                self._start_methods(), self._form.text("start_method")
            )
        if self._field(event.name).has_focus_within:
            self._explain(event.name)
        self._read()

    @on(FormField.Entered)
    def run_it(self, event: FormField.Entered) -> None:
        """Enter in a field is the wish to run."""
        event.stop()
        self.post_message(self.Entered())

    def _read(self) -> None:
        self._reading = self._form.read()
        self._show_reading()
        self.post_message(self.Changed())

    def _show_reading(self) -> None:
        complaints = self._reading.complaints
        elsewhere = [text for name, text in complaints.items() if not self._has(name)]
        for each in self.query(FormField):
            each.display = self._form.applies(each.name or "")
            each.show_error(complaints.get(each.name or "", ""))
        command = self.query_one("#command", Static)
        command.set_class(self.spec is None, "-error")
        if self.spec is not None:
            command.update(f"$ {command_for(self.spec)}")
        else:
            command.update(" ".join(elsewhere) or "Cannot run: see the field in error.")

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Explain the focused field."""
        for each in event.widget.ancestors_with_self:
            if isinstance(each, FormField) and each.name is not None:
                self._explain(each.name)

    def _explain(self, name: str) -> None:
        own = {each.name: each for each in self._form.workload.parameters}
        option = OPTIONS.get(name)
        parameter: Parameter | None = own.get(name) or (option.parameter if option else None)
        text = _HELP.get(name, "")
        if name == "backend":
            text = self._form.backend.unavailable or self._form.backend.summary
        elif parameter is not None and not text:
            text = f"{parameter.help}: {_range(parameter)}"
        sentence = f"{text[:1].upper()}{text[1:].rstrip('. ')}."
        self.query_one("#field-help", Static).update(sentence)


def _range(parameter: Parameter) -> str:
    if parameter.minimum is None or parameter.maximum is None:
        return parameter.allowed
    least, most = (
        count(int(limit)) if limit == int(limit) else significant(limit)
        for limit in (parameter.minimum, parameter.maximum)
    )
    return f"{least} to {most} {parameter.unit}"
