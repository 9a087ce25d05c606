import re

import pytest
from textual.app import App, ComposeResult
from textual.color import Color
from textual.widget import Widget

from concur_tui import themes
from concur_tui.terminal.capabilities import GlyphMode
from concur_tui.widgets.state_styles import (
    COMPONENT_CLASSES,
    STATE_STYLES,
    State,
    component_class,
    component_css,
    legend,
)


def test_every_state_has_a_row() -> None:
    assert set(STATE_STYLES) == set(State)


@pytest.mark.parametrize("mode", GlyphMode)
def test_patterns_tell_all_states_apart_without_colour(mode: GlyphMode) -> None:
    glyphs = [style.glyph(mode) for style in STATE_STYLES.values()]
    assert len({glyph.casefold() for glyph in glyphs}) == len(glyphs)


def test_the_plainest_patterns_are_ascii() -> None:
    assert all(style.ascii.isascii() and len(style.ascii) == 1 for style in STATE_STYLES.values())


def test_colours_are_theme_variables_only() -> None:
    for style in STATE_STYLES.values():
        values = re.findall(r"(?:color|background): ([^;]+);", style.colour)
        assert all(value.startswith("$") for value in values)


def test_the_legend_names_glyph_and_word() -> None:
    assert legend([State.ON_CPU, State.DEAD], GlyphMode.BRAILLE) == [
        (State.ON_CPU, "█", "on CPU"),
        (State.DEAD, "x", "dead"),
    ]


class Swatch(Widget):
    COMPONENT_CLASSES = COMPONENT_CLASSES
    DEFAULT_CSS = component_css("Swatch")


class SwatchApp(App[None]):
    def compose(self) -> ComposeResult:
        yield Swatch()


async def test_component_classes_take_the_colours_of_the_theme() -> None:
    app = SwatchApp()
    async with app.run_test() as pilot:
        themes.register(app)
        await pilot.pause()
        swatch = app.query_one(Swatch)
        style = swatch.get_component_styles(component_class(State.ON_CPU))
        assert style.color == Color.parse("#4cd37d")
        app.theme = "projector-light"
        await pilot.pause()
        style = swatch.get_component_styles(component_class(State.ON_CPU))
        assert style.color == Color.parse("#116329")
