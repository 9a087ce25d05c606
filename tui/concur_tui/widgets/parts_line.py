"""One row of coloured parts, some at its left and some at its right end."""

from collections.abc import Sequence
from typing import ClassVar, Literal, NamedTuple, get_args

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.strip import Strip

from concur_tui.widgets.row_by_row import RowByRow

Role = Literal["plain", "strong", "muted", "good", "busy", "bad"]

PART_CLASSES = {f"part--{role}" for role in get_args(Role)}
#: The colours of the roles, for the rules of a widget.
PART_CSS = """
    & > .part--plain { color: $foreground; }
    & > .part--strong { color: $primary; text-style: bold; }
    & > .part--muted { color: $text-muted; }
    & > .part--good { color: $success; text-style: bold; }
    & > .part--busy { color: $warning; text-style: bold; }
    & > .part--bad { color: $error; text-style: bold; }
"""
GAP = 2


class Part(NamedTuple):
    """A piece of text and what it is, which decides its colour."""

    text: str
    role: Role = "plain"


def _fitted(parts: Sequence[Part], width: int) -> list[Part]:
    """The parts cut to `width` cells, with an ellipsis where something was cut off."""
    fitted: list[Part] = []
    for part in parts:
        if cell_len(part.text) <= width:
            fitted.append(part)
            width -= cell_len(part.text)
            continue
        if width > 0:
            fitted.append(part._replace(text=set_cell_size(part.text, width - 1) + "…"))
        break
    return fitted


class PartsLine(RowByRow):
    """Shows parts in one row; the right end is never cut off in favour of the left."""

    COMPONENT_CLASSES: ClassVar[set[str]] = PART_CLASSES
    DEFAULT_CSS = f"""
    PartsLine {{
        height: 1;
        {PART_CSS}
    }}
    """

    def __init__(self, *, id: str) -> None:  # noqa: A002  # Textual's own name for it
        super().__init__(id=id)
        self._left: tuple[Part, ...] = ()
        self._right: tuple[Part, ...] = ()

    def show(self, left: Sequence[Part], right: Sequence[Part] = ()) -> None:
        """Replace what the line says."""
        if (tuple(left), tuple(right)) != (self._left, self._right):
            self._left, self._right = tuple(left), tuple(right)
            self.refresh_rows([0])

    def render_line(self, y: int) -> Strip:
        """The row, as wide as the widget."""
        width, ground = self.room.width, self.get_component_rich_style("part--plain")
        if y > 0 or width == 0:
            return Strip.blank(width, ground)
        right = _fitted(self._right, width)
        right_width = sum(cell_len(part.text) for part in right)
        left = _fitted(self._left, width - right_width - (GAP if right_width else 0))
        left_width = sum(cell_len(part.text) for part in left)
        gap = Segment(" " * (width - left_width - right_width), ground)
        return Strip([*map(self._segment, left), gap, *map(self._segment, right)], width)

    def _segment(self, part: Part) -> Segment:
        return Segment(part.text, self.get_component_rich_style(f"part--{part.role}"))
