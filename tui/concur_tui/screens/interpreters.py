"""The Pythons on this machine, to choose the one that runs the experiment."""

import asyncio

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from concur_tui.interpreter_words import abilities_of
from concur_tui.widgets.harmless_text import harmless
from concur_workloads.api import Interpreter, find_interpreters

_KEYS = "Enter choose   Esc back"
_LOOKING = "looking for Pythons on PATH, of pyenv and uv, and in virtual environments ..."


class InterpretersScreen(ModalScreen[str | None]):
    """Returns the path that was chosen, empty for the Python that runs us; None for no choice.

    They are looked for in the background. `chosen` is the path that is highlighted at first.
    """

    CSS_PATH = "interpreters.tcss"
    BINDINGS = [Binding("escape", "dismiss(None)", "Back", show=False)]

    def __init__(self, chosen: str) -> None:
        super().__init__()
        self._chosen = chosen
        self._found: tuple[Interpreter, ...] = ()

    def compose(self) -> ComposeResult:
        """The list over what is known of the highlighted one."""
        with Vertical(id="interpreters") as window:
            window.border_title = "Pythons"
            window.border_subtitle = _KEYS
            yield OptionList(
                Option(_LOOKING, disabled=True), compact=True, id="interpreters-list", markup=False
            )
            yield Static(id="interpreter-about", markup=False)

    def on_mount(self) -> None:
        """Look for them while the screen goes on."""
        self.run_worker(self._look())

    async def _look(self) -> None:
        self._found = await asyncio.to_thread(find_interpreters)
        widest = max(cell_len(each.title) for each in self._found)
        options = self.query_one(OptionList)
        options.set_options([_option(each, widest) for each in self._found])
        paths = [each.path for each in self._found]
        options.highlighted = paths.index(self._chosen) if self._chosen in paths else 0

    @on(OptionList.OptionHighlighted)
    def tell_about(self, event: OptionList.OptionHighlighted) -> None:
        """Say what the highlighted one has."""
        shown = self._found[event.option_index]
        words = "; ".join(abilities_of(shown))
        if shown is self._found[0]:
            words = "; ".join(filter(None, ("the one that runs this program", words)))
        self.query_one("#interpreter-about", Static).update(harmless(words))

    @on(OptionList.OptionSelected)
    def choose(self, event: OptionList.OptionSelected) -> None:
        """Return its path."""
        self.dismiss(self._found[event.option_index].path if event.option_index else "")


def _option(interpreter: Interpreter, width: int) -> Option:
    """In one row: what it is and where, or why it cannot be used."""
    row = f"{interpreter.title:<{width}}  {harmless(interpreter.path)}"
    if interpreter.unusable:
        row = f"{row}: {harmless(interpreter.unusable)}"
    return Option(Content(row), disabled=bool(interpreter.unusable))
