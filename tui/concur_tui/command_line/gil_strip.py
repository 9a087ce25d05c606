"""Who held the GIL over time, as a line of text."""

from collections.abc import Iterator

from concur_tui.formatting import seconds
from concur_tui.gil_use_words import GIL_LABEL
from concur_tui.terminal.capabilities import GlyphMode
from concur_tui.widgets.gil_cells import gil_code, gil_looks
from concur_workloads.api import GilLane, GilTally

_MOST_CELLS = 64


def gil_strip(lane: GilLane) -> Iterator[str]:
    """A cell for each part of the time, as the lanes of the workbench have it; or no line."""
    if not lane.stretches:
        return
    first, last = lane.stretches[0], lane.stretches[-1]
    step_s = first.end_s - first.start_s
    stretches = round((last.end_s - first.start_s) / step_s)
    joined = -(-stretches // _MOST_CELLS)
    cells: dict[int, GilTally] = {}
    for each in lane.stretches:
        place = round((each.start_s - first.start_s) / step_s) // joined
        cells.setdefault(place, GilTally()).merge(each.use)
    looks = gil_looks(GlyphMode.BLOCKS)
    text = "".join(looks[gil_code(cells.get(place))][0] for place in range(-(-stretches // joined)))
    yield f"  {GIL_LABEL} {text}  {seconds(joined * step_s)} a cell"
