"""What is painted at once, while the workbench behind it is still being loaded."""

from textual.app import ComposeResult
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static


class Curtain(Screen[None]):
    """The first row of the workbench, with a word that it is under way."""

    DEFAULT_CSS = """
    Curtain {
        background: $background;
        & > Static { dock: top; height: 1; background: $panel; color: $primary; text-style: bold; }
    }
    """

    class Painted(Message):
        """The curtain is on the screen."""

    def compose(self) -> ComposeResult:
        """One row."""
        yield Static(" concur-tui   opening the workbench")

    def on_mount(self) -> None:
        """Tell when it has been painted."""
        self.call_after_refresh(self.post_message, self.Painted())
