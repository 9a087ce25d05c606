import asyncio
from collections.abc import Callable

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widgets import Button, Input, OptionList

from concur_tui.terminal.keys_in_order import KeysInOrderApp


class Pane(Vertical):
    """Passes on that an option was chosen, as a message of its own."""

    class Chosen(Message):
        """One more step between a key and the focus."""

    def compose(self) -> ComposeResult:
        yield OptionList("first")
        yield Input(id="field")

    @on(OptionList.OptionSelected)
    def tell(self) -> None:
        self.post_message(self.Chosen())


class FormApp(KeysInOrderApp[None]):
    BINDINGS = [("slash", "to_field", "Field"), ("q", "count", "Count"), ("d", "drop", "Drop")]
    counted = 0

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Pane()

    def on_mount(self) -> None:
        self.query_one(OptionList).focus()

    @on(Pane.Chosen)
    def action_to_field(self) -> None:
        self.query_one(Input).focus()

    def action_count(self) -> None:
        self.counted += 1

    async def action_drop(self) -> None:
        await self.query_one(Pane).remove()

    def type_at_once(self, *keys: str) -> None:
        """All keys are there before the first is looked at, as when a script types them."""
        for key in keys:
            self.post_message(events.Key(key, key if len(key) == 1 else None))

    @property
    def typed(self) -> str:
        return self.query_one(Input).value


class Question(ModalScreen[None]):
    def compose(self) -> ComposeResult:
        yield Button("Yes")

    def on_key(self, event: events.Key) -> None:
        event.stop()
        self.dismiss()


async def until(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not holds():
            await pilot.pause()


async def test_a_key_typed_ahead_goes_to_the_field_that_the_first_key_opens() -> None:
    app = FormApp()
    async with app.run_test() as pilot:
        app.type_at_once("slash", "q", "d")
        await until(pilot, lambda: app.typed == "qd")
        assert app.counted == 0


async def test_so_it_does_when_a_chain_of_messages_opens_the_field() -> None:
    app = FormApp()
    async with app.run_test() as pilot:
        app.type_at_once("enter", "q", "q")
        await until(pilot, lambda: app.typed == "qq")


async def test_what_is_pasted_waits_like_a_key() -> None:
    app = FormApp()
    async with app.run_test() as pilot:
        app.type_at_once("slash")
        app.post_message(events.Paste("squares"))
        app.type_at_once("q")
        await until(pilot, lambda: app.typed == "squaresq")


async def test_each_key_counts_once() -> None:
    app = FormApp()
    async with app.run_test() as pilot:
        app.type_at_once(*"qqqqqqqq")
        await until(pilot, lambda: app.counted == 8)
        await pilot.press("q")
        assert app.counted == 9


async def test_a_key_whose_widget_goes_away_does_not_hold_up_the_next() -> None:
    app = FormApp()
    async with app.run_test() as pilot:
        app.type_at_once("d", "q")
        await until(pilot, lambda: app.counted == 1)


async def test_a_key_that_ends_a_screen_does_not_hold_up_the_next() -> None:
    app = FormApp()
    async with app.run_test() as pilot:
        await app.push_screen(Question())
        await pilot.pause()
        app.type_at_once("y", "q", "slash", "q")
        await until(pilot, lambda: app.typed == "q")
        assert app.counted == 1
