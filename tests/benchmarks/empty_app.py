"""The least that Textual can paint: an app with one word on its screen."""

from textual.app import App, ComposeResult
from textual.widgets import Static

WORD = "painted"


class EmptyApp(App[None]):
    """Shows a word and waits."""

    def compose(self) -> ComposeResult:
        """Only what tells that the screen is painted."""
        yield Static(WORD)


if __name__ == "__main__":
    EmptyApp().run()
