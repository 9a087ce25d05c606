"""One small bar for each CPU core, or for each group of cores where the room is short."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.strip import Strip

from concur_tui.terminal.capabilities import GlyphMode, this_terminal
from concur_tui.widgets.line_drawing import Piece, clipped, row_of
from concur_tui.widgets.row_by_row import RowByRow
from concur_tui.widgets.stacked_bar import PARTS, CpuParts, stacked_bar

_PART_CSS = "\n".join(
    f"& > .cores--{part} {{ color: {colour}; background: $panel; }}" for part, _, colour in PARTS
)
_PERCENT_WIDTH = 4
_LEAST_BAR = 3
_LONGEST_BAR = 24


@dataclass(frozen=True)
class Grid:
    """How many bars fit: `cores_a_bar` cores share one, `rows` bars stand in each column."""

    cores_a_bar: int
    rows: int
    columns: int
    label_width: int
    bar_width: int


def arrange(cores: int, width: int, height: int) -> Grid | None:
    """The arrangement with the fewest cores a bar; `None` where not even one bar fits."""
    if cores == 0 or height <= 0:
        return None
    label = len(str(cores - 1))
    cores_a_bar = 1
    while True:
        rows = height if cores_a_bar == 1 else height - 1
        bars = -(-cores // cores_a_bar)
        if rows > 0:
            columns = -(-bars // rows)
            room = width // columns - (label + _PERCENT_WIDTH + 2)
            if room >= _LEAST_BAR:
                return Grid(cores_a_bar, rows, columns, label, min(room, _LONGEST_BAR))
        if bars == 1:
            return None
        cores_a_bar *= 2


def group_means(cores: Sequence[CpuParts | None], cores_a_bar: int) -> list[CpuParts | None]:
    """The mean of each group; `None` for a group of which nothing was measured."""
    means: list[CpuParts | None] = []
    for start in range(0, len(cores), cores_a_bar):
        known = [parts for parts in cores[start : start + cores_a_bar] if parts is not None]
        sums = map(sum, zip(*known, strict=True))
        means.append(CpuParts(*(each / len(known) for each in sums)) if known else None)
    return means


class CoreBars(RowByRow):
    """CPU use of each core in percent of that core; the number leaves out what was stolen."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES = {
        "cores--label",
        "cores--value",
        *(f"cores--{name}" for name, _, _ in PARTS),
    }
    DEFAULT_CSS = f"""
    CoreBars {{
        width: 1fr;
        height: 1fr;
        & > .cores--label {{ color: $text-muted; }}
        & > .cores--value {{ color: $foreground; }}
        {_PART_CSS}
    }}
    """

    def __init__(
        self,
        *,
        glyphs: GlyphMode | None = None,
        id: str | None = None,  # noqa: A002 (the name that Textual gives it)
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._glyphs = glyphs or this_terminal().glyphs
        self._cores: tuple[CpuParts | None, ...] = ()
        self._rows: list[list[tuple[str, str]]] = []

    def show(self, cores: Sequence[CpuParts | None]) -> None:
        """Show each core, in the order of their numbers; `None` is not measured."""
        self._cores = tuple(cores)
        self._update_rows()

    def on_resize(self, _event: events.Resize) -> None:
        """Arrange the bars for the new size."""
        self._update_rows()

    def _update_rows(self) -> None:
        width, height = self.room
        before = self._rows
        self._rows = self._draw(width, height)
        self.refresh_rows(
            y
            for y in range(height)
            if self._rows[y : y + 1] != before[y : y + 1]  # a slice, as either may be shorter
        )

    def _draw(self, width: int, height: int) -> list[list[tuple[str, str]]]:
        cores = len(self._cores)
        grid = arrange(cores, width, height)
        if grid is None:
            (all_of_them,) = group_means(self._cores, cores) if cores else (None,)
            mean = f", mean {all_of_them.busy:.0f} %" if all_of_them else ""
            return [[(clipped(f"{cores} cores{mean}", width), "cores--label")]] if cores else []
        rows: list[list[tuple[str, str]]] = []
        if grid.cores_a_bar > 1:
            words = f"{cores} cores, {grid.cores_a_bar} a bar, mean"
            rows.append([(clipped(words, width), "cores--label")])
        means = group_means(self._cores, grid.cores_a_bar)
        for row in range(min(grid.rows, len(means))):
            pieces: list[tuple[str, str]] = []
            for number in range(row, len(means), grid.rows):
                pieces += self._entry(grid, number * grid.cores_a_bar, means[number])
            rows.append(pieces)
        return rows

    def _entry(self, grid: Grid, first_core: int, parts: CpuParts | None) -> list[tuple[str, str]]:
        number, drawn = "-", [(" " * grid.bar_width, PARTS[0][0])]
        if parts is not None:
            number = f"{parts.busy:.0f}"
            drawn = stacked_bar(parts, grid.bar_width, self._glyphs)
        return [
            (f"{first_core:>{grid.label_width}} ", "cores--label"),
            *((text, f"cores--{name}") for text, name in drawn),
            (f"{number:>{_PERCENT_WIDTH}} ", "cores--value"),
        ]

    def render_line(self, y: int) -> Strip:
        """One row of bars."""
        style = self.get_component_rich_style
        pieces: list[Piece] = []
        if y < len(self._rows):
            pieces = [(text, style(name)) for text, name in self._rows[y]]
        return row_of(pieces, self.room.width, style("cores--label"))
