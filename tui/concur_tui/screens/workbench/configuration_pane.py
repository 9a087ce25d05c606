"""The pane with the form that makes a spec, and the command line that would run the same."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from concur_tui.command_line.command_for import command_for
from concur_tui.screens.workbench import field_help
from concur_tui.screens.workbench.configuration_fields import (
    AFTER_PARAMETERS,
    BEFORE_PARAMETERS,
    MORE,
    backend_choices,
    backend_field,
    label_of,
    parameter_field,
    setting_field,
    start_method_field,
    start_methods,
)
from concur_tui.screens.workbench.experiment_form import ExperimentForm, Reading
from concur_tui.screens.workbench.interpreter_field import InterpreterField
from concur_tui.screens.workbench.more_settings import MoreSettings
from concur_tui.widgets.form_field import FormField
from concur_tui.widgets.harmless_text import harmless
from concur_tui.widgets.long_text import LongText
from concur_tui.widgets.steady import SteadyGroup, SteadyScroll, SteadyText
from concur_workloads.api import (
    Parameter,
    RunSpec,
    SpecError,
    Workload,
    find_interpreter,
    usable_cpus,
)

#: No field, so that what is said of it stands where the command line does.
_WAITING = "waiting"


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
        self._waiting = False
        self._cpus = usable_cpus()
        self._settings: dict[str, FormField] = {}
        self._parameters: dict[str, dict[str, FormField]] = {}
        self._groups: dict[str, SteadyGroup] = {}
        self._grouped: dict[str, tuple[Parameter, ...]] = {}

    @property
    def spec(self) -> RunSpec | None:
        """What would run; None while a field is in error."""
        return self._reading.spec

    @property
    def command(self) -> str:
        """What would run the same from a shell; empty while a field is in error."""
        return command_for(self.spec) if self.spec is not None else ""

    @property
    def reading(self) -> Reading:
        """What the form amounts to."""
        return self._reading

    def compose(self) -> ComposeResult:
        """The fields, the help of the focused one, and the command line."""
        with SteadyScroll(id="form"):
            yield self._kept(backend_field(self._form))
            yield self._kept(start_method_field(self._form))
            yield from self._made(BEFORE_PARAMETERS)
            with SteadyGroup(id="parameters"):
                yield self._group()
            yield from self._made(AFTER_PARAMETERS)
            yield self._kept(
                InterpreterField(label_of("interpreter"), self._form.text("interpreter"))
            )
            yield MoreSettings(lambda: self._made(MORE), id="more")
        yield SteadyText(id="field-help", markup=False)
        yield LongText(id="command")

    def _made(self, names: tuple[str, ...]) -> Iterator[FormField]:
        for name in names:
            yield self._kept(setting_field(self._form, name))

    def _kept(self, field: FormField) -> FormField:
        self._settings[field.name or ""] = field
        return field

    def _group(self) -> SteadyGroup:
        """The parameters of the workload, whose fields stay when another one is shown."""
        workload = self._form.workload
        fields = {each.name: parameter_field(self._form, each) for each in workload.parameters}
        self._parameters[workload.name] = fields
        self._grouped[workload.name] = workload.parameters
        self._groups[workload.name] = SteadyGroup(*fields.values())
        return self._groups[workload.name]

    def on_mount(self) -> None:
        """Show what the defaults amount to."""
        self.border_subtitle = field_help.usable(self._cpus)
        self._show_reading()

    async def configure(self, workload: Workload) -> None:
        """Show the form of another workload."""
        if workload.name != self._form.workload.name:
            offered = backend_choices(self._form)
            self._form.pick(workload.name)
            await self._show_workload()
            if backend_choices(self._form) != offered:
                self._offer_backends()
                self._offer_start_methods()
            for name in ("workers", "tasks", "repeats", "baseline"):
                self._settings[name].fill(self._form.text(name))
            self._read()

    async def load(self, spec: RunSpec) -> None:
        """Show the form of a spec."""
        if spec.interpreter is not None:
            # To know what it is, it has to be started, which would hold the screen up.
            self._wait_for(spec.interpreter)
            self._show_reading()
            with suppress(SpecError):
                await asyncio.to_thread(find_interpreter, spec.interpreter)
        self._waiting = False
        self._form.load(spec)
        await self._show_workload()
        self._offer_backends()
        self._offer_start_methods()
        for name, field in self._fields().items():
            if name != "start_method":
                field.fill(self._form.text(name))
        self._read()

    async def _show_workload(self) -> None:
        shown = self._form.workload.name
        async with self.batch():
            # A function of one's own may have got others since it was shown last.
            if self._grouped.get(shown) != self._form.workload.parameters:
                if shown in self._groups:
                    await self._groups.pop(shown).remove()
                await self.query_one("#parameters", SteadyGroup).mount(self._group())
            for name, group in self._groups.items():
                group.display = name == shown

    def _fields(self) -> dict[str, FormField]:
        return self._settings | self._parameters[self._form.workload.name]

    def focus_first(self) -> None:
        """Put the cursor into the first field that is in error, else into the first."""
        self._show_reading()
        fields = self._fields()
        names = [name for name in self._reading.complaints if name in fields]
        fields[names[0] if names else "backend"].focus_input()

    def toggle_more(self) -> None:
        """Show or hide the settings that few experiments need, and put the cursor there."""
        self.query_one(MoreSettings).toggle()

    @on(InterpreterField.Asked)
    def wait_for_answer(self, event: InterpreterField.Asked) -> None:
        """Read the form anew only when it is known which Python that is."""
        event.stop()
        self._wait_for(event.text)
        if event.long:
            self._show_reading()

    def _wait_for(self, python: str) -> None:
        """Until it has answered nothing can run: not what was configured before in its place."""
        self._waiting = True
        self._reading = Reading(None, {_WAITING: f"Asking {harmless(python)} what it is."})

    @on(FormField.Edited)
    def take(self, event: FormField.Edited) -> None:
        """Read the form anew."""
        event.stop()
        field = self._fields()[event.name]
        self._form.type(event.name, field.value)
        if event.name == "backend":
            self._offer_start_methods()
        if event.name == "interpreter":
            self._waiting = False
            self._offer_backends()
        if field.has_focus_within:
            self._explain(event.name)
        self._read()

    def _offer_backends(self) -> None:
        field = self._settings["backend"]
        field.offer(backend_choices(self._form), self._form.text("backend"))
        if field.has_focus_within:
            self._explain("backend")

    def _offer_start_methods(self) -> None:
        if self._form.applies("start_method"):
            field = self._settings["start_method"]
            field.offer(start_methods(self._form), self._form.text("start_method"))

    @on(FormField.Entered)
    def run_it(self, event: FormField.Entered) -> None:
        """Enter in a field is the wish to run."""
        event.stop()
        self.post_message(self.Entered())

    @on(MoreSettings.Toggled)
    def show_what_is_wrong(self, event: MoreSettings.Toggled) -> None:
        """Show it at fields that are new, and do not let it be hidden."""
        event.stop()
        self._show_reading()

    def _read(self) -> None:
        if not self._waiting:
            self._reading = self._form.read()
        self._show_reading()
        self.post_message(self.Changed())

    def _show_reading(self) -> None:
        complaints = self._reading.complaints
        fields = self._fields()
        for name, field in fields.items():
            field.display = self._form.applies(name)
            field.show_error(complaints.get(name, ""))
        self._show_more()
        command = self.query_one("#command", LongText)
        command.set_class(self.spec is None and not self._waiting, "-error")
        if self.command:
            command.say(f"$ {self.command}")
        else:
            elsewhere = [text for name, text in complaints.items() if name not in fields]
            command.say(" ".join(elsewhere) or "Cannot run: see the field in error.")

    def _show_more(self) -> None:
        more = self.query_one(MoreSettings)
        more.say_changed(sum(self._form.differs(name) for name in MORE))
        if any(name in MORE for name in self._reading.complaints):
            more.collapsed = False

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Explain the focused field."""
        for each in event.widget.ancestors_with_self:
            if isinstance(each, FormField) and each.name is not None:
                self._explain(each.name)
            elif isinstance(each, MoreSettings) and event.widget.parent is each:
                self._say(field_help.MORE)
            elif isinstance(each, LongText):
                self._say(field_help.COMMAND)

    def _explain(self, name: str) -> None:
        self._say(field_help.explained(self._form, name, self._cpus))

    def _say(self, sentences: str) -> None:
        self.query_one("#field-help", SteadyText).say(sentences)
