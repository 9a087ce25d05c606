"""Picking a function of one's own: a file, one of its functions, the items, and what will fail."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import DirectoryTree, Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from concur_tui.screens.own_function.functions_in import (
    FoundFunction,
    UnreadableFile,
    functions_in,
)
from concur_tui.screens.own_function.python_files import PythonFiles
from concur_tui.specs.own_function import OwnFunction, own_function
from concur_tui.specs.suggestion import spec_sentence
from concur_tui.widgets.harmless_text import harmless
from concur_tui.widgets.steady import SteadyInput, SteadyScroll
from concur_workloads.api import Preflight, RunSpec, SpecError, look_at_function

_KEYS = "Enter next step   Tab next field   Esc back"
_HOW = (
    "Pick a file and a function in it, or type path/to/file.py:function or package.module:function."
)
_NO_FUNCTION = "no function here"


@dataclass(frozen=True)
class _Look:
    asked: OwnFunction
    found: Preflight


class OwnFunctionScreen(ModalScreen[RunSpec | None]):
    """Returns a spec of the function that was chosen and found fit to run; None for none.

    `like` says on what it shall run. It is imported only when it was chosen, in a process of the
    Python of that spec.
    """

    CSS_PATH = "own_function.tcss"
    AUTO_FOCUS = "#own-files"
    BINDINGS = [Binding("escape", "dismiss(None)", "Back", show=False)]

    def __init__(self, like: RunSpec | None) -> None:
        super().__init__()
        self._like = like
        self._look: _Look | None = None
        self._listed: Path | None = None
        self._functions: list[FoundFunction] = []

    def compose(self) -> ComposeResult:
        """Files beside functions, the reference and the items, and what a look showed."""
        with Vertical(id="own-function") as window:
            window.border_title = "A function of your own"
            window.border_subtitle = _KEYS
            with Horizontal(id="own-choice"):
                yield PythonFiles(Path.cwd(), id="own-files")
                yield OptionList(compact=True, id="own-functions", markup=False)
            with Horizontal(classes="own-field"):
                yield Label("function", markup=False)
                yield SteadyInput(placeholder="path/to/file.py:function", id="own-reference")
            with Horizontal(classes="own-field"):
                yield Label("items", markup=False)
                yield SteadyInput(
                    placeholder="a file, a number or an expression, as range(10); or nothing",
                    id="own-items",
                )
            with SteadyScroll(id="own-report"):
                yield Static(_HOW, id="own-said", markup=False)

    @on(DirectoryTree.FileSelected)
    async def list_functions(self, event: DirectoryTree.FileSelected) -> None:
        """Show what is in the file, and go there."""
        event.stop()
        options = self.query_one("#own-functions", OptionList)
        try:
            self._functions = await asyncio.to_thread(functions_in, event.path)
        except UnreadableFile as error:
            self._functions = []
            self._say(str(error), error=True)
        self._listed = event.path
        nothing = [Option(_NO_FUNCTION, disabled=True)]
        options.set_options([_option(each) for each in self._functions] or nothing)
        if self._functions:
            options.highlighted = 0
            options.focus()

    @on(OptionList.OptionHighlighted)
    def tell_about(self, event: OptionList.OptionHighlighted) -> None:
        """Name the highlighted function, and say what its docstring says."""
        event.stop()
        function = self._functions[event.option_index]
        self._field("reference").value = f"{_short(self._listed)}:{function.name}"
        self._say(function.summary or "It has no docstring.")

    @on(OptionList.OptionSelected)
    def choose(self, event: OptionList.OptionSelected) -> None:
        """Have the function looked at, and go on to its items."""
        event.stop()
        self._field("items").focus()
        self._begin_look(leave=False)

    @on(Input.Submitted, "#own-reference")
    def take_reference(self, event: Input.Submitted) -> None:
        """The same for one that was typed."""
        event.stop()
        self._field("items").focus()
        self._begin_look(leave=False)

    @on(Input.Submitted, "#own-items")
    def take_items(self, event: Input.Submitted) -> None:
        """Look once more if need be; what is fit to run is the choice."""
        event.stop()
        self._begin_look(leave=True)

    @on(Input.Changed)
    def forget_look(self, event: Input.Changed) -> None:
        """What was found was found of something else."""
        event.stop()
        self._look = None

    def _begin_look(self, *, leave: bool) -> None:
        self.run_worker(self._see(leave=leave), group="look", exclusive=True)

    async def _see(self, *, leave: bool) -> None:
        try:
            asked = own_function(self._field("reference").value, self._field("items").value)
            if self._look is None or self._look.asked != asked:
                self._say("Importing it in a process of its own ...")
                interpreter = self._like.interpreter if self._like is not None else None
                found = await look_at_function(asked.reference, interpreter, asked.items)
                self._look = _Look(asked, found)
            found = self._look.found
            if leave and not found.problem:
                self.dismiss(asked.spec(self._like, found))
                return
        except SpecError as error:
            self._say(spec_sentence(error), error=True)
            return
        first, *more = (text for _level, text in found.lines(""))
        lines = [first if found.problem else f"{first}. Enter takes it.", *more]
        self._say("\n".join(map(harmless, lines)), error=bool(found.problem))

    def _field(self, name: str) -> SteadyInput:
        return self.query_one(f"#own-{name}", SteadyInput)

    def _say(self, text: str, *, error: bool = False) -> None:
        said = self.query_one("#own-said", Static)
        said.update(text)
        said.set_class(error, "-error")


def _short(path: Path | None) -> str:
    """As a person in this folder would type it."""
    assert path is not None
    folder = Path.cwd()
    return str(path.relative_to(folder) if path.is_relative_to(folder) else path)


def _option(function: FoundFunction) -> Option:
    kind = "async " if function.is_async else ""
    return Option(Content(harmless(f"{kind}{function.name}({function.arguments})")))
