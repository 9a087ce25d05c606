"""The part of a form that unfolds; its fields are made when it does so for the first time."""

from collections.abc import Callable, Iterable

from textual import on
from textual.widget import Widget
from textual.widgets import Collapsible

_TITLE = "More"


class MoreSettings(Collapsible):
    """One row until a person opens it, then its fields as well."""

    def __init__(self, make_fields: Callable[[], Iterable[Widget]], *, id: str) -> None:  # noqa: A002
        super().__init__(title=_TITLE, collapsed_symbol="▸", expanded_symbol="▾", id=id)
        self._make_fields = make_fields

    @on(Collapsible.Expanded)
    async def fill(self) -> None:
        """Have the fields."""
        contents = self.query_one(Collapsible.Contents)
        if not contents.children:
            await contents.mount_all(self._make_fields())

    def toggle(self) -> None:
        """Open or close, with the cursor on the row that stays."""
        self.query_one("CollapsibleTitle").focus()
        self.collapsed = not self.collapsed

    def say_changed(self, changed: int) -> None:
        """Tell how many of the fields are not as usual, which may be out of sight."""
        self.title = f"{_TITLE}, {changed} changed" if changed else _TITLE
