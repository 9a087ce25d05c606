"""Cells that are shorter than the buckets of a lane."""

import pytest

from concur_tui.terminal.capabilities import GlyphMode
from concur_tui.widgets.gil_cells import gil_looks
from concur_tui.widgets.gil_track import GilTrack
from concur_tui.widgets.lane_cells import looks
from concur_tui.widgets.lane_model import Current, LaneModel
from concur_tui.widgets.lane_past import Span
from concur_tui.widgets.lane_readout import Moment, readout
from concur_tui.widgets.lane_zoom import FINEST_ZOOM, column_s
from concur_tui.widgets.state_styles import State
from concur_workloads.api import GilLook

_LOOKS = looks(GlyphMode.BRAILLE)
_GIL_LOOKS = gil_looks(GlyphMode.BRAILLE)
MS = 1e-3
FIVE_MS, ONE_MS, TENTH_MS = -1, -3, FINEST_ZOOM


def lane(*spans: Span) -> LaneModel:
    model = LaneModel()
    model.set_lanes(["1"])
    for span in spans:
        model.add_span(0, span)
    return model


def glyphs(model: LaneModel, zoom: int, from_s: float = 0.0, columns: int = 12) -> str:
    first = round(from_s / column_s(zoom))
    return "".join(_LOOKS[code][0] for code in model.row(0, first, columns, zoom).codes)


def tasks(count: int, every_s: float, for_s: float, on_cpu: float = 1.0) -> list[Span]:
    return [Span(n * every_s, n * every_s + for_s, "task", n, for_s * on_cpu) for n in range(count)]


def test_the_steps_are_named_by_what_a_cell_is() -> None:
    steps = [column_s(zoom) for zoom in range(FINEST_ZOOM, 2)]
    assert steps == [0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.0125, 0.025]


def test_tasks_of_a_millisecond_are_told_apart() -> None:
    model = lane(*tasks(100, 3 * MS, 2 * MS))
    assert glyphs(model, ONE_MS, 30 * MS) == "▐█ ▐█ ▐█ ▐█ "
    assert glyphs(model, TENTH_MS, 29.5 * MS, 30) == f"     ▐{'█' * 19}     "
    assert model.row(0, 0, 12, FIVE_MS).several
    assert not model.row(0, 0, 12, ONE_MS).several


def test_neighbours_differ_in_tint_wherever_the_view_begins() -> None:
    model = lane(*tasks(100, 2 * MS, 2 * MS))

    def tints(from_s: float) -> list[str]:
        first = round(from_s / column_s(ONE_MS))
        return [_LOOKS[code][1] for code in model.row(0, first, 8, ONE_MS).codes]

    assert len(set(tints(10 * MS)[::2])) == 2
    assert tints(10 * MS)[4:] == tints(14 * MS)[:4]


def test_a_short_task_shows_its_own_share_on_a_cpu() -> None:
    busy, waiting = tasks(2, 4 * MS, 4 * MS)
    model = lane(busy, waiting._replace(cpu_s=0.1 * MS))
    model.add_cpu_share(0, 0.0, 12 * MS, 0.4, State.PIPE)
    assert glyphs(model, ONE_MS, columns=9) == "▐███│▁▁▁ "


def test_a_long_one_shows_what_was_seen_where_it_was_seen() -> None:
    model = lane(Span(0.0, 50 * MS, "task", 0, 25 * MS))
    model.add_cpu_share(0, 0.0, 25 * MS, 1.0)
    model.add_cpu_share(0, 25 * MS, 50 * MS, 0.0, State.PIPE)
    assert glyphs(model, FIVE_MS, columns=11) == "▐████───── "


def test_a_share_that_nobody_knows_is_not_guessed() -> None:
    assert glyphs(lane(Span(0.0, 2 * MS, "task", 0)), ONE_MS, columns=3) == "│= "


def test_tasks_that_were_told_together_are_said_to_be_several() -> None:
    model = lane(Span(0.0, 4 * MS, "task", 40, 4 * MS, tasks=30))
    assert model.row(0, 0, 12, ONE_MS).several
    assert glyphs(model, ONE_MS, columns=5) == "████ "


def test_failures_and_ends_are_where_they_were() -> None:
    model = lane(Span(0.0, 3 * MS, "failed", 0, 3 * MS))
    model.mark_end(0, 5.5 * MS)
    assert glyphs(model, ONE_MS, columns=7) == "▐█!  ┤ "
    assert glyphs(model, ONE_MS, 4 * MS, columns=3) == " ┤ "


def test_a_task_in_flight_grows_from_where_it_began_also_out_of_view() -> None:
    model = lane()
    model.set_current(0, Current("task", 3 * MS, 0))
    model.add_cpu_share(0, 0.0, 20 * MS, 0.85)
    model.advance(20 * MS)
    assert glyphs(model, ONE_MS, columns=6) == "   ▐██"
    assert glyphs(model, ONE_MS, 16 * MS, columns=6) == "████  "


def test_what_is_forgotten_is_blank_and_the_oldest_that_is_not_is_known() -> None:
    model = lane(*tasks(3_000, MS, 0.5 * MS))
    assert glyphs(model, ONE_MS, 0.5).strip() == ""
    assert model.oldest_s(ONE_MS) == pytest.approx(3.0 - 2.048)
    assert glyphs(model, ONE_MS, 1.5).strip() != ""
    assert lane(*tasks(10, MS, MS)).oldest_s(ONE_MS) == 0.0


def test_neighbouring_cells_read_different_times() -> None:
    model = lane(*tasks(100, 0.1 * MS, 0.1 * MS))
    read = [readout(model, 0, Moment((n + 0.5) * 0.1 * MS), 0.1 * MS)[1] for n in range(20)]
    assert read[:2] == ["at 0.0000 s for 100 µs", "at 0.0001 s for 100 µs"]
    assert len(set(read)) == 20


def test_the_gil_shows_what_was_seen_around_a_cell() -> None:
    track = GilTrack()
    track.add([GilLook((n + 0.5) / 80, 1 + n % 2, wanted=True) for n in range(3)])

    def shown(columns: int) -> str:
        return "".join(_GIL_LOOKS[code][0] for code in track.codes(0, columns, FIVE_MS))

    # The last look was 31.25 ms after the first bucket began.
    assert shown(8) == "1122211 "
    track.add([GilLook(32 * MS, 2, wanted=True), GilLook(33 * MS, 2, wanted=True)])
    assert shown(8) == "1122222 "
