"""A pane in a border, whose titles change while what is in it does not."""

from typing import Literal, Self

from textual.containers import Vertical
from textual.geometry import Region

from concur_tui.widgets.row_by_row import RowByRow


class TitledPane(Vertical, RowByRow):
    """Draws the row that a new title stands in, where Textual would draw all of the pane."""

    # Textual sets the first title itself, before there is anything of ours.
    _edge: Region | None = None

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id, classes="pane")
        self._titles: dict[str, str] = {}

    def say_above(self, title: str) -> None:
        """Put words into the border above, as markup."""
        self._entitle("border_title", title, 0)

    def say_below(self, title: str) -> None:
        """Put words into the border below, as markup."""
        self._entitle("border_subtitle", title, self.outer_size.height - 1)

    def _entitle(
        self, where: Literal["border_title", "border_subtitle"], title: str, y: int
    ) -> None:
        if self._titles.get(where) == title:
            return
        self._titles[where] = title
        # Within the contents, as everything that is refreshed.
        self._edge = Region(0, y, self.outer_size.width, 1).translate(-self.content_offset)
        setattr(self, where, title)
        self._edge = None

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """Draw anew: the row with the title, if it is for that."""
        if self._edge is None:
            return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
        self.refresh_parts([self._edge])
        return self
