"""A pane whose titles change often, with something in it that takes long to draw."""

import pytest
from textual.app import ComposeResult
from textual.geometry import Region
from textual.strip import Strip
from textual.widgets import Static

from concur_tui.terminal.sparing_screen import SparingScreen
from concur_tui.widgets.titled_pane import TitledPane
from support.widget_rows import OneWidgetApp


class Contents(Static):
    """Counts how often it is asked what it looks like."""

    asked = 0

    def render_lines(self, crop: Region) -> list[Strip]:
        self.asked += 1
        return super().render_lines(crop)


class Pane(TitledPane):
    """Counts how often the screen was told to draw it."""

    DEFAULT_CSS = "Pane { height: 5; border: round white; padding: 0 1; }"
    refreshed = 0

    def compose(self) -> ComposeResult:
        yield Contents("one\ntwo\nthree")

    def refresh(self, *args: object, **options: object) -> "Pane":
        self.refreshed += 1
        return super().refresh(*args, **options)  # type: ignore[arg-type]


class PaneApp(OneWidgetApp):
    def get_default_screen(self) -> SparingScreen[None]:
        return SparingScreen()


@pytest.mark.parametrize(("say", "y"), [("say_above", 0), ("say_below", 4)])
async def test_a_new_title_draws_its_row_alone(say: str, y: int) -> None:
    pane = Pane(id="pane")
    async with PaneApp(pane).run_test(size=(30, 7)) as pilot:
        await pilot.pause()
        contents = pane.query_one(Contents)
        contents.asked = 0
        getattr(pane, say)("something new")
        await pilot.pause()
        assert contents.asked == 0
        assert " something new " in pane.render_lines(Region(0, y, 30, 1))[0].text


async def test_a_title_that_stays_is_not_drawn_again() -> None:
    pane = Pane(id="pane")
    async with PaneApp(pane).run_test(size=(30, 7)) as pilot:
        pane.say_below("the same")
        await pilot.pause()
        pane.refreshed = 0
        pane.say_below("the same")
        assert pane.refreshed == 0
