"""What a cell in the lane of the GIL shows, from the looks in it."""

import pytest

from concur_tui.terminal.capabilities import GlyphMode
from concur_tui.widgets.gil_cells import GIL_CLASSES, gil_code, gil_looks
from concur_tui.widgets.gil_track import GilTrack
from concur_workloads.api import GilLook, GilUse

_LOOKS = gil_looks(GlyphMode.BRAILLE)


def _cell(use: GilUse | None) -> tuple[str, str]:
    return _LOOKS[gil_code(use)]


def _use(holders: dict[int, int], *, wanted: int = 10) -> GilUse:
    return GilUse(10, wanted, holders, 0.1, 0)


def test_who_held_it_most_is_shown_by_the_last_digit() -> None:
    assert _cell(_use({2: 3, 13: 5, 4: 2}))[0] == "3"
    assert _cell(_use({2: 4, 1: 4}))[0] == "1"


def test_one_that_had_it_as_good_as_alone_is_told_from_one_that_only_had_it_most() -> None:
    alone, most = _cell(_use({2: 8, 1: 2})), _cell(_use({2: 6, 1: 4}))
    assert alone[0] == most[0] == "2"
    assert alone[1] != most[1]
    assert {alone[1], most[1]} <= GIL_CLASSES


def test_workers_keep_their_colours_and_share_digit_and_colour_with_none_of_the_next() -> None:
    shown = [_cell(_use({worker: 10})) for worker in range(1, 31)]
    assert len(set(shown)) == 30
    assert _cell(_use({31: 10})) == shown[0]


def test_where_nobody_can_tell_is_told_from_where_nobody_wanted_it_and_no_look() -> None:
    untold = _cell(_use({1: 4}))[0]
    unwanted = _cell(_use({}, wanted=0))[0]
    assert (untold, unwanted, _cell(None)[0]) == ("?", "·", " ")


@pytest.mark.parametrize("mode", GlyphMode)
def test_every_code_has_a_look_of_one_cell(mode: GlyphMode) -> None:
    table = gil_looks(mode)
    assert all(len(glyph) == 1 and name in GIL_CLASSES for glyph, name in table.values())
    if mode is GlyphMode.ASCII:
        assert all(glyph.isascii() for glyph, _ in table.values())


def _text(track: GilTrack, columns: int, zoom: int) -> str:
    return "".join(_LOOKS[code][0] for code in track.codes(0, columns, zoom))


def test_each_zoom_step_shows_the_looks_of_its_cells() -> None:
    track = GilTrack()
    # Worker 1 for 0.2 s, then worker 2, a look every 12.5 ms.
    track.add([GilLook((n + 0.5) / 80, 1 if n < 16 else 2, wanted=True) for n in range(32)])
    assert _text(track, 33, 0) == "1" * 16 + "2" * 16 + " "
    assert _text(track, 5, 3) == "1122 "
    assert _text(track, 3, 4) == "12 "
    assert _text(track, 2, 6) == "1 "
    tally = track.cell(0, 6)
    assert tally is not None
    assert tally.use().holders == {1: 16, 2: 16}


def test_it_forgets_the_oldest_and_keeps_the_sums() -> None:
    track = GilTrack()
    track.add([GilLook(n * 0.0125 + 0.001, 1, wanted=True) for n in range(6_000)])
    assert track.cell(0, 0) is None
    assert track.cell(5_999, 0) is not None
    assert track.cell(0, 3) is not None
    assert track.whole.looks == 6_000


def test_a_cell_follows_the_looks_that_still_come_for_it() -> None:
    track = GilTrack()
    track.add([GilLook(0.05, 1, wanted=True), GilLook(0.12, 1, wanted=True)])
    assert _text(track, 4, 3) == "11  "
    track.add([GilLook(0.14 + n / 100, 2, wanted=True) for n in range(10)])
    assert _text(track, 4, 3) == "122 "
    assert _text(track, 4, 4) == "22  "
    assert _text(track, 4, 3) == "122 "
