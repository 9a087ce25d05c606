"""A question before something that cannot be undone."""

from collections.abc import Sequence
from typing import NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Static


class Choice(NamedTuple):
    """One answer: what it returns, the key that gives it, and what its button says."""

    value: str
    key: str
    label: str


class Ask(ModalScreen[str | None]):
    """Returns the value of the choice, or None when the person went back."""

    CSS_PATH = "ask.tcss"
    BINDINGS = [
        Binding("left,up", "app.focus_previous", "Previous answer", show=False),
        Binding("right,down", "app.focus_next", "Next answer", show=False),
        Binding("escape", "dismiss(None)", "Back", show=False),
    ]

    def __init__(self, question: str, detail: str, choices: Sequence[Choice]) -> None:
        super().__init__()
        self._question = question
        self._detail = detail
        self._choices = tuple(choices)

    def compose(self) -> ComposeResult:
        """The question over one button for each answer."""
        with Vertical(id="ask"):
            yield Static(self._question, id="ask-question", markup=False)
            yield Static(self._detail, id="ask-detail", markup=False)
            with Horizontal(id="ask-answers"):
                for choice in self._choices:
                    yield Button(
                        f"{choice.label} ({choice.key})", id=f"answer-{choice.value}", compact=True
                    )
                yield Button("Back (Esc)", id="answer-back", compact=True)

    def on_key(self, event: events.Key) -> None:
        """Give the answer that has this key."""
        for choice in self._choices:
            if event.key == choice.key:
                event.stop()
                self.dismiss(choice.value)

    @on(Button.Pressed)
    def answer(self, event: Button.Pressed) -> None:
        """Give the answer of the button."""
        values = {f"answer-{choice.value}": choice.value for choice in self._choices}
        self.dismiss(values.get(event.button.id or ""))
