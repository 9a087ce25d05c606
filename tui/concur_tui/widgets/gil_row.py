"""The lane of the GIL, above those of the workers: who held it, as far as that was seen."""

from rich.cells import cell_len

from concur_tui.gil_use_words import GIL_LABEL, gil_detail, gil_parts
from concur_tui.terminal.capabilities import GlyphMode
from concur_tui.widgets.gil_cells import gil_looks
from concur_tui.widgets.gil_track import GilTrack
from concur_tui.widgets.lane_drawing import Columns, lane_pieces
from concur_tui.widgets.lane_model import Row
from concur_tui.widgets.line_drawing import clipped
from concur_workloads.api import SharedGil


class GilRow:
    """Keeps what it showed last, so that it is drawn anew only when it looks different."""

    def __init__(self, mode: GlyphMode) -> None:
        self._looks = gil_looks(mode)
        self._track = GilTrack()
        self._unseen = ""
        self._row = Row(b"", "", several=False)

    def add(self, gil: SharedGil) -> None:
        """Take in what is new."""
        self._track.add(gil.looks)
        self._track.add_bursts(gil.bursts)
        self._unseen = gil.unseen

    @property
    def longest_detail(self) -> int:
        """How many cells the words at its right end take."""
        return cell_len(self._detail)

    @property
    def _detail(self) -> str:
        return gil_detail(self._track.whole.use())

    def build(self, first_column: int, columns: int, zoom: int) -> bool:
        """Make it up for a view; whether it looks different than before."""
        codes = self._track.codes(first_column, columns, zoom)
        row = Row(codes, self._unseen or self._detail, several=False)
        differs = row != self._row
        self._row = row
        return differs

    def pieces(
        self, columns: Columns, cursor: tuple[str, str], mark: tuple[int, str] | None
    ) -> list[tuple[str, str]]:
        """Text and component class, as it was built last."""
        if not self._unseen:
            return lane_pieces(GIL_LABEL, self._row, columns, self._looks, cursor, mark)
        nothing = columns._replace(timeline=0, detail=0)
        pieces = lane_pieces(GIL_LABEL, Row(b"", "", several=False), nothing, {}, cursor, None)
        room = columns.timeline + (columns.detail + 1 if columns.detail else 0)
        return [*pieces, (clipped(self._unseen, room), "lane--note")]

    def readout(self, column: int, zoom: int) -> list[str]:
        """Who held it in a cell, in parts."""
        if self._unseen:
            return [f"{GIL_LABEL}: {self._unseen}"]
        tally = self._track.cell(column, zoom)
        return gil_parts(tally.use() if tally is not None else None)
