"""Widgets that do not have the whole screen laid out anew whenever what is in them changes."""

from textual.containers import VerticalGroup, VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input, OptionList, Static


class _Steady:
    """Textual lays out all when the size of a widget's contents changes, not its own size alone."""

    virtual_size = Reactive(Size(0, 0))


class SteadyInput(_Steady, Input):
    """An input in one row."""

    def __init__(self, value: str = "", *, placeholder: str, id: str) -> None:  # noqa: A002
        super().__init__(value, placeholder=placeholder, compact=True, id=id)
        self.cursor_blink = False

    def watch_virtual_size(self) -> None:
        """Show as much of a text that became shorter as there is room for."""
        self.scroll_x = min(self.scroll_x, self.max_scroll_x)


class SteadyList(_Steady, OptionList):
    """A list that has its height, and a scroll bar, in any case."""

    DEFAULT_CSS = """
    SteadyList {
        height: 1fr;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
    }
    """


class SteadyScroll(_Steady, VerticalScroll):
    """A part that scrolls with the mouse, within the same rows."""

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id, can_focus=False)


class SteadyGroup(_Steady, VerticalGroup):
    """Widgets below each other, as high as they are."""


class SteadyText(_Steady, Static):
    """A text; all is laid out anew only when it needs more or fewer rows."""

    def say(self, text: str | Content) -> None:
        """Show another text."""
        if text != self.content:
            before = self._rows()
            self.update(text, layout=False)
            self.clear_cached_dimensions()
            if self._rows() != before:
                self.refresh(layout=True)

    def _rows(self) -> int:
        return self.get_content_height(self.container_size, self.app.size, self.content_size.width)
