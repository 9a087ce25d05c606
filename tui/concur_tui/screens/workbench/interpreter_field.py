"""The field that names the Python which runs the experiment."""

import asyncio
from contextlib import suppress

from textual import on
from textual.binding import Binding
from textual.message import Message
from textual.widgets import Input
from textual.worker import Worker, WorkerCancelled

from concur_tui.screens.interpreters import InterpretersScreen
from concur_tui.widgets.form_field import FormField
from concur_workloads.api import SpecError, find_interpreter

_LIST = "▼"
_ASKING = "asking ..."
#: Most answer sooner, and a word that comes and goes with every key would disturb.
_AT_ONCE_S = 0.2


class InterpreterField(FormField):
    """Typed as a path, a name or a version, or chosen from a list of those on this machine.

    A Python has to be started to know what it is; the form hears of a text only when that has
    been done in the background, and then finds the answer known.
    """

    BINDINGS = [
        Binding(
            "down",
            "choose",
            "List",
            id="interpreter-choose",
            show=False,
            tooltip="In the field of the Python: list those on this machine.",
        )
    ]

    class Asked(Message):
        """The Python named `text` is being asked; Edited follows when it has answered.

        Sent once more, with `long`, when it takes so long that a person should know.
        """

        def __init__(self, text: str, *, long: bool) -> None:
            super().__init__()
            self.text = text
            self.long = long

    def __init__(self, label: str, value: str) -> None:
        super().__init__("interpreter", label, value, placeholder="this one", unit=_LIST)
        self._asking: Worker[None] | None = None

    @on(Input.Changed)
    def ask_first(self, event: Input.Changed) -> None:
        """Have the Python asked what it is, then tell."""
        event.stop()
        event.prevent_default()
        text = event.value.strip()
        if text:
            self.post_message(self.Asked(text, long=False))
        self._asking = self.run_worker(self._ask(text), exclusive=True)

    async def _ask(self, text: str) -> None:
        if text:
            await self._answer(text)
        self._tell()

    async def _answer(self, text: str) -> None:
        sign = self.set_timer(_AT_ONCE_S, lambda: self._say_that_it_is_asked(text))
        try:
            # What is wrong with it is shown when the form is read.
            with suppress(SpecError):
                await asyncio.to_thread(find_interpreter, text)
        finally:
            sign.stop()
            self.show_unit(_LIST)

    def _say_that_it_is_asked(self, text: str) -> None:
        # It may have answered while this was on its way.
        if self._asking is not None and self._asking.is_running:
            self.show_unit(_ASKING)
            self.post_message(self.Asked(text, long=True))

    @on(Input.Submitted)
    def enter_later(self, event: Input.Submitted) -> None:
        """Pass on that Enter was pressed, behind what was typed before."""
        event.stop()
        event.prevent_default()
        self.run_worker(self._enter(self._asking), group="enter", exclusive=True)

    async def _enter(self, asking: Worker[None] | None) -> None:
        if asking is not None:
            with suppress(WorkerCancelled):
                await asking.wait()
        self.post_message(self.Entered())

    def action_choose(self) -> None:
        """Open the list."""
        self.app.push_screen(InterpretersScreen(self.value.strip()), self._take)

    def _take(self, path: str | None) -> None:
        if path is not None:
            self.fill(path)
            self._tell()

    def _tell(self) -> None:
        self.post_message(self.Edited("interpreter"))
