"""WCAG 2 contrast of every role, computed for each theme that ships."""

import pytest
from textual.app import App
from textual.color import Color
from textual.theme import Theme

from concur_tui import themes

GROUNDS = ("background", "surface", "panel")
TEXT_ROLES = (
    "foreground",
    "text",
    "text-muted",
    "foreground-muted",
    "primary",
    "secondary",
    "accent",
    "success",
    "warning",
    "error",
    "text-primary",
    "text-secondary",
    "text-accent",
    "text-success",
    "text-warning",
    "text-error",
    "footer-key-foreground",
    "footer-foreground",
)
STROKE_ROLES = ("success-lighten-2", "warning-lighten-2", "border")
FILLED = (
    ("block-cursor-foreground", "block-cursor-background"),
    ("background", "error"),
    ("button-color-foreground", "primary"),
    ("footer-foreground", "footer-background"),
    ("footer-key-foreground", "footer-background"),
    ("input-cursor-foreground", "input-cursor-background"),
)


def luminance(color: Color) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(channel) for channel in color.normalized)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(theme: Theme, role: str, ground: str) -> float:
    colours = theme.to_color_system().generate()
    under = Color.parse(colours[ground])
    lights = sorted((luminance(under), luminance(under + Color.parse(colours[role]))))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def test_the_formula_agrees_with_the_standard() -> None:
    theme = Theme(name="t", primary="#777777", background="#ffffff", foreground="#000000")
    assert contrast(theme, "foreground", "background") == pytest.approx(21.0)
    assert contrast(theme, "primary", "background") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("role", TEXT_ROLES)
@pytest.mark.parametrize("theme", themes.THEMES, ids=lambda theme: theme.name)
def test_text_has_enough_contrast(theme: Theme, role: str, ground: str) -> None:
    assert contrast(theme, role, ground) >= 4.5


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("role", STROKE_ROLES)
@pytest.mark.parametrize("theme", themes.THEMES, ids=lambda theme: theme.name)
def test_strokes_have_enough_contrast(theme: Theme, role: str, ground: str) -> None:
    assert contrast(theme, role, ground) >= 3.0


@pytest.mark.parametrize(("role", "ground"), FILLED)
@pytest.mark.parametrize("theme", themes.THEMES, ids=lambda theme: theme.name)
def test_text_on_filled_ground_has_enough_contrast(theme: Theme, role: str, ground: str) -> None:
    assert contrast(theme, role, ground) >= 4.5


async def test_registering_selects_the_default_and_offers_the_others() -> None:
    app: App[None] = App()
    async with app.run_test() as pilot:
        themes.register(app)
        await pilot.pause()
        assert app.theme == "concur-dark"
        assert {theme.name for theme in themes.THEMES} <= set(app.available_themes)
