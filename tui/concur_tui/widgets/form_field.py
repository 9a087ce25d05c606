"""One row of a form: a label, an input or a drop-down, and below it what is wrong with it."""

from textual import on
from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Label, Select, Static

from concur_tui.widgets.choice import Choice
from concur_tui.widgets.steady import SteadyInput


class FormField(Widget):
    """A named text value; with `choices` (label, value) it is a drop-down, else typed."""

    DEFAULT_CSS = """
    FormField {
        layout: grid;
        grid-size: 3;
        grid-columns: 12 1fr auto;
        grid-rows: auto;
        height: auto;
        padding: 0 0 0 1;
        & > .form-label { color: $text-muted; }
        & > .form-unit { width: auto; color: $text-muted; padding-left: 1; }
        & > .form-error { column-span: 3; height: auto; padding-left: 1; color: $error; }
        & > Choice { column-span: 2; }
        &.-error > .form-label { color: $error; }
        &.-no-unit > Input { column-span: 2; }
    }
    """

    class Edited(Message):
        """The person changed the value."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    class Entered(Message):
        """The person pressed Enter in the field."""

    def __init__(
        self,
        name: str,
        label: str,
        value: str,
        *,
        choices: list[tuple[str, str]] | None = None,
        unit: str = "",
        placeholder: str = "",
    ) -> None:
        super().__init__(id=f"field-{name}", name=name, classes="" if unit else "-no-unit")
        self._label = label
        self._initial = value
        self._choices = choices
        self._unit = Label(unit, classes="form-unit", markup=False)
        self._placeholder = placeholder
        self.error = ""

    def compose(self) -> ComposeResult:
        """Label, value and unit in a row."""
        yield Label(self._label, classes="form-label", markup=False)
        if self._choices is not None:
            yield Choice(self._choices, self._initial, id=f"input-{self.name}")
            return
        yield SteadyInput(self._initial, placeholder=self._placeholder, id=f"input-{self.name}")
        if self._unit.content:
            yield self._unit

    @property
    def value(self) -> str:
        """The text in the field."""
        if not self.is_mounted:
            return self._initial
        if self._choices is None:
            return self.query_one(Input).value
        chosen = self.query_one(Choice).value
        return chosen if isinstance(chosen, str) else ""

    def offer(self, choices: list[tuple[str, str]], value: str) -> None:
        """Replace the choices of a drop-down."""
        self.query_one(Choice).offer(choices, value)

    def fill(self, value: str) -> None:
        """Replace the text, as if nobody had typed it."""
        self._initial = value
        if not self.is_mounted:
            return
        with self.prevent(Input.Changed, Select.Changed):
            if self._choices is None:
                self.query_one(Input).value = value
            else:
                self.query_one(Choice).value = value

    def focus_input(self) -> None:
        """Put the cursor into the field."""
        self.query_one(f"#input-{self.name}").focus()

    def show_unit(self, text: str) -> None:
        """Show something else behind the input, in a field that has a unit."""
        if text != self._unit.content:
            self._unit.update(text)

    def show_error(self, sentence: str) -> None:
        """Say what is wrong below the field; nothing when `sentence` is empty."""
        if sentence != self.error:
            self.error = sentence
            self.set_class(bool(sentence), "-error")
            self.query(".form-error").remove()
            if sentence:
                self.mount(Static(sentence, classes="form-error", markup=False))

    @on(Input.Changed)
    @on(Select.Changed)
    def tell(self, event: Input.Changed | Select.Changed) -> None:
        """Pass on that the value changed."""
        event.stop()
        if self.name is not None:
            self.post_message(self.Edited(self.name))

    @on(Input.Submitted)
    def enter(self, event: Input.Submitted) -> None:
        """Pass on that Enter was pressed."""
        event.stop()
        self.post_message(self.Entered())
