"""The themes that ship with the workbench; each keeps text at 4.5:1 and strokes at 3:1."""

from typing import Any

from textual.app import App
from textual.theme import Theme

from concur_tui.themes.concur_dark import CONCUR_DARK
from concur_tui.themes.high_contrast import HIGH_CONTRAST
from concur_tui.themes.projector_light import PROJECTOR_LIGHT

THEMES: tuple[Theme, ...] = (CONCUR_DARK, PROJECTOR_LIGHT, HIGH_CONTRAST)


def register(app: App[Any]) -> None:
    """Add our themes to `app` and switch to the default one."""
    for theme in THEMES:
        app.register_theme(theme)
    app.theme = CONCUR_DARK.name
