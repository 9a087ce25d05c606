"""The least that a Textual program can be, to set the workbench's start beside."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class EmptyApp(App[None]):
    """One word."""

    def compose(self) -> ComposeResult:
        """The word."""
        yield Static("painted")


if __name__ == "__main__":
    EmptyApp().run()
