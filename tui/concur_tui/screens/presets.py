"""The specs that are kept under names: load one, keep the present one, delete one."""

import asyncio
import shlex
from collections.abc import Callable, Iterator

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from concur_tui.command_line.command_for import command_for
from concur_tui.screens.ask import Ask, Choice
from concur_tui.specs.files import SpecFileError
from concur_tui.specs.presets import (
    Preset,
    delete_preset,
    presets,
    presets_folder,
    save_preset,
)
from concur_tui.widgets.harmless_text import harmless
from concur_tui.widgets.steady import SteadyInput
from concur_workloads.api import RunSpec

_KEYS = "Enter load   s save   d delete   Esc back"
_NOT_NOW = "The configuration has a field in error, so there is nothing to save."


class PresetsScreen(ModalScreen[RunSpec | None]):
    """Returns the spec that was chosen, or None; `spec` is the one to save, None if in error."""

    CSS_PATH = "presets.tcss"
    AUTO_FOCUS = ""
    BINDINGS = [
        Binding("escape", "back", "Back", show=False),
        Binding("s", "name", "Save", show=False),
        Binding("d,delete", "delete", "Delete", show=False),
    ]

    def __init__(self, spec: RunSpec | None) -> None:
        super().__init__()
        self._spec = spec
        self._presets: tuple[Preset, ...] = ()

    def compose(self) -> ComposeResult:
        """The list, what is known of the highlighted preset, and the name to save under."""
        with Vertical(id="presets") as window:
            window.border_title = "Presets"
            window.border_subtitle = _KEYS
            yield OptionList(compact=True, id="presets-list", markup=False)
            yield Static(id="preset-about", markup=False)
            with Horizontal(id="preset-saving"):
                yield Label("save as", markup=False)
                yield SteadyInput(placeholder="a name, then Enter", id="preset-name")
            yield Static(id="preset-trouble", markup=False)
            yield Static(f"in {presets_folder()}", id="presets-folder", markup=False)

    async def on_mount(self) -> None:
        """Show what there is."""
        await self._list()
        self.query_one(OptionList).focus()

    async def _list(self, name: str = "") -> None:
        """Read the presets anew, and highlight one."""
        try:
            self._presets = await asyncio.to_thread(presets)
        except SpecFileError as error:
            self._say_trouble(str(error))
        options = self.query_one(OptionList)
        options.set_options([_option(each) for each in self._presets])
        names = [each.name for each in self._presets]
        if names:
            options.highlighted = names.index(name) if name in names else 0
        self._tell_about()

    @property
    def _highlighted(self) -> Preset | None:
        at = self.query_one(OptionList).highlighted
        return self._presets[at] if self._presets and at is not None else None

    @on(OptionList.OptionHighlighted)
    def _tell_about(self) -> None:
        """Show the command line of the highlighted preset, or what is wrong with it."""
        shown = self._highlighted
        about = self.query_one("#preset-about", Static)
        about.set_class(shown is not None and shown.spec is None, "-error")
        if shown is None:
            about.update("")
        else:
            about.update("\n".join(map(harmless, _about(shown))))

    @on(OptionList.OptionSelected)
    def load(self) -> None:
        """Return the spec, if there is one."""
        shown = self._highlighted
        if shown is not None and shown.spec is not None:
            self.dismiss(shown.spec)

    def action_name(self) -> None:
        """Go to the name to save under."""
        self.query_one(SteadyInput).focus()

    def action_back(self) -> None:
        """Out of the name, then out of the screen."""
        if self.query_one(SteadyInput).has_focus:
            self.query_one(OptionList).focus()
        else:
            self.dismiss(None)

    @on(Input.Changed)
    def forget_trouble(self) -> None:
        """What was wrong with the name was wrong with another one."""
        self._say_trouble("")

    @on(Input.Submitted)
    def save(self, event: Input.Submitted) -> None:
        """Save under the name; ask first when there is a preset of that name."""
        name = event.value.strip()
        if self._spec is None:
            self._say_trouble(_NOT_NOW)
        elif name in [each.name for each in self._presets if not each.built_in]:
            self._ask(f"Replace the preset {name}?", "replace", "r", lambda: self._save(name))
        else:
            self._save(name)

    def _save(self, name: str) -> None:
        self.run_worker(self._saved(name), exclusive=True)

    async def _saved(self, name: str) -> None:
        assert self._spec is not None
        try:
            await asyncio.to_thread(save_preset, self._spec, name)
        except SpecFileError as error:
            self._say_trouble(str(error))
            return
        self.query_one(SteadyInput).value = ""
        await self._list(name)
        self.query_one(OptionList).focus()
        command = shlex.join(["concur-tui", "run", "--spec", name])
        self.notify(f"Without a screen: {command}", title=f"Saved as {name}", markup=False)

    def action_delete(self) -> None:
        """Delete the highlighted preset, if the person means it."""
        doomed = self._highlighted
        if doomed is not None and doomed.built_in:
            self._say_trouble(f"{doomed.name} comes with concur-tui and stays.")
        elif doomed is not None:
            name = harmless(doomed.name)
            self._ask(f"Delete the preset {name}?", "delete", "d", lambda: self._delete(doomed))

    def _delete(self, doomed: Preset) -> None:
        self.run_worker(self._deleted(doomed), exclusive=True)

    async def _deleted(self, doomed: Preset) -> None:
        try:
            await asyncio.to_thread(delete_preset, doomed.path)
        except SpecFileError as error:
            self._say_trouble(str(error))
        await self._list()
        self.query_one(OptionList).focus()

    def _ask(self, question: str, verb: str, key: str, do: Callable[[], None]) -> None:
        def answered(answer: str | None) -> None:
            if answer == verb:
                do()

        choices = [Choice(verb, key, verb.capitalize())]
        self.app.push_screen(Ask(question, "The file of that name is lost.", choices), answered)

    def _say_trouble(self, sentence: str) -> None:
        trouble = self.query_one("#preset-trouble", Static)
        trouble.update(harmless(sentence))
        trouble.display = bool(sentence)


def _option(preset: Preset) -> Option:
    name = harmless(preset.name)
    if preset.spec is None:
        return Option(Content(f"{name:<24} not usable"))
    spec = preset.spec
    return Option(Content(f"{name:<24} {spec.workload}, {spec.backend} x {spec.workers}"))


def _about(preset: Preset) -> Iterator[str]:
    if preset.spec is None:
        yield preset.problem
        return
    if preset.claim:
        yield f"The article says: {preset.claim}"
    yield f"$ {command_for(preset.spec)}"
