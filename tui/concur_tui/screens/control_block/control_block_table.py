"""The fields of one or two control blocks, in their groups; only what has changed is drawn."""

from collections.abc import Sequence

from rich.text import Text
from textual import on
from textual.coordinate import Coordinate
from textual.message import Message
from textual.widgets import DataTable

from concur_tui.control_block_words import relation, value_text
from concur_workloads.api import ControlBlock, FieldReading

_NAME_CELLS = 24
_INDENT = "  "
_RELATION_CELLS = 8
_FEWEST_VALUE_CELLS = 16
_SCROLL_BAR_CELLS = 1


class ControlBlockTable(DataTable[Text]):
    """A row for each field under a row for each group; one row is always selected."""

    class Selected(Message):
        """The cursor is on another row."""

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id, cursor_type="row", zebra_stripes=False, cell_padding=0)
        self._blocks: tuple[ControlBlock, ...] = ()
        self._heads: tuple[str, ...] = ()
        self._rows: list[tuple[str, ...]] = []
        self._fields: list[int | None] = []
        self._value_cells = _FEWEST_VALUE_CELLS

    @property
    def selected(self) -> Sequence[FieldReading]:
        """The field under the cursor as each block has it; none of a group."""
        place = self._fields[self.cursor_row] if self._fields else None
        return () if place is None else self._readings()[place]

    def on_resize(self) -> None:
        """Give the values the room that there is."""
        if self._heads:
            self._draw_anew()

    def show(self, heads: Sequence[str], blocks: Sequence[ControlBlock]) -> None:
        """Draw what has changed; `heads` name the blocks."""
        self._blocks = tuple(blocks)
        rows = list(self._texts())
        if (tuple(heads), len(rows)) != (self._heads, len(self._rows)):
            self._heads, self._rows = tuple(heads), rows
            self._draw_anew()
            return
        for place, (old, new) in enumerate(zip(self._rows, rows, strict=True)):
            for column, (before, after) in enumerate(zip(old, new, strict=True)):
                if before != after:
                    self.update_cell_at(Coordinate(place, column), self._cell(after))
        self._rows = rows

    def _texts(self) -> list[tuple[str, ...]]:
        rows: list[tuple[str, ...]] = []
        self._fields = []
        group = ""
        for place, readings in enumerate(self._readings()):
            field = readings[0].field
            if field.group != group:
                group = field.group
                rows.append((group, *("" for _ in self._blocks), *self._relation_column("")))
                self._fields.append(None)
            values = map(value_text, readings)
            rows.append(
                (f"{_INDENT}{field.name}", *values, *self._relation_column(self._related(place)))
            )
            self._fields.append(place)
        return rows

    def _readings(self) -> list[tuple[FieldReading, ...]]:
        return list(zip(*(block.readings for block in self._blocks), strict=True))

    def _related(self, place: int) -> str:
        if len(self._blocks) < 2:
            return ""
        one, other = self._blocks
        return relation(one.readings[place].field, one, other)

    def _relation_column(self, text: str) -> tuple[str, ...]:
        return (text,) if len(self._blocks) == 2 else ()

    def _draw_anew(self) -> None:
        at = self.cursor_row
        self.clear(columns=True)
        related = _RELATION_CELLS if len(self._heads) == 2 else 0
        room = self.size.width - _NAME_CELLS - related - _SCROLL_BAR_CELLS
        self._value_cells = max(_FEWEST_VALUE_CELLS, room // max(1, len(self._heads)))
        self.add_column(self._cell("field"), width=_NAME_CELLS)
        for head in self._heads:
            self.add_column(self._cell(head), width=self._value_cells)
        if related:
            self.add_column(self._cell("whose"), width=related)
        for texts in self._rows:
            is_group = not texts[0].startswith(_INDENT)
            self.add_row(*(self._cell(text, strong=is_group) for text in texts))
        self.move_cursor(row=at)

    @on(DataTable.RowHighlighted)
    def tell_selected(self, event: DataTable.RowHighlighted) -> None:
        """Say which field it is."""
        event.stop()
        if event.cursor_row < len(self._fields):
            self.post_message(self.Selected())

    def _cell(self, text: str, *, strong: bool = False) -> Text:
        cell = Text(text, style="bold" if strong else "", no_wrap=True)
        # A cell is left free, as columns have nothing between them. Names are shorter than theirs.
        if not text.startswith(_INDENT):
            cell.truncate(self._value_cells - 1, overflow="ellipsis")
        return cell
