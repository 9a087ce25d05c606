"""A text in as many rows as it needs; where these are more than there is room for, it scrolls."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from concur_tui.widgets.steady import SteadyText


class LongText(VerticalScroll):
    """Takes the focus only while it has more rows than it shows, so that the arrows scroll it."""

    DEFAULT_CSS = """
    LongText {
        height: auto;
        scrollbar-size-vertical: 1;
        &:focus { background: $panel; }
    }
    """

    def compose(self) -> ComposeResult:
        """The text alone."""
        yield SteadyText(markup=False)

    def allow_focus(self) -> bool:
        """Whether there is something to scroll to."""
        return self.max_scroll_y > 0

    def say(self, text: str) -> None:
        """Show another text, from its beginning."""
        shown = self.query_one(SteadyText)
        if text != shown.content:
            shown.say(text)
            self.scroll_home(animate=False)
