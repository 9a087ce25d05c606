"""The text that a line-drawing widget shows, and how often it drew each row."""

from textual.app import App, ComposeResult
from textual.widget import Widget


def rows(widget: Widget) -> list[str]:
    """Return the text of every row of `widget`, blanks at the ends included."""
    return [widget.render_line(y).text for y in range(widget.content_size.height)]


class OneWidgetApp(App[None]):
    """Shows one widget over the whole screen."""

    def __init__(self, widget: Widget) -> None:
        super().__init__()
        self.widget = widget

    def compose(self) -> ComposeResult:
        """Yield the widget."""
        yield self.widget
