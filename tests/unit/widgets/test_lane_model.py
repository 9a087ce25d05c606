"""The lanes without a screen; cells are read back as glyphs."""

from collections.abc import Callable

import pytest

from concur_tui.terminal.capabilities import GlyphMode
from concur_tui.widgets.lane_cells import looks
from concur_tui.widgets.lane_model import Current, LaneModel
from concur_tui.widgets.lane_past import Span
from concur_tui.widgets.lane_track import BUCKETS
from concur_tui.widgets.lane_zoom import (
    DEFAULT_ZOOM,
    FINEST_ZOOM,
    RESOLUTIONS_S,
    ZOOM_STEPS,
    column_s,
)
from concur_tui.widgets.state_styles import State

LOOKS = looks(GlyphMode.BRAILLE)


def one_lane() -> LaneModel:
    model = LaneModel()
    model.set_lanes(["1"])
    return model


def glyphs(model: LaneModel, columns: int = 10, first: int = 0, zoom: int = DEFAULT_ZOOM) -> str:
    return "".join(LOOKS[code][0] for code in model.row(0, first, columns, zoom).codes)


def classes(model: LaneModel, columns: int = 10) -> list[str]:
    return [LOOKS[code][1] for code in model.row(0, 0, columns, DEFAULT_ZOOM).codes]


def test_a_task_shows_its_start_its_length_and_its_end() -> None:
    model = one_lane()
    model.add_span(0, Span(0.2, 0.7, "task", 0))
    model.add_cpu_share(0, 0.0, 1.0, 0.5)
    assert glyphs(model) == "  ▐████   "


@pytest.mark.parametrize(
    ("share", "shown"), [(1.0, "▐███"), (0.5, "│▄▄▄"), (0.25, "│▁▁▁"), (0.0, "│▁▁▁")]
)
def test_taking_turns_looks_different_from_running(share: float, shown: str) -> None:
    model = one_lane()
    model.add_span(0, Span(0.0, 0.4, "task", 0))
    model.add_cpu_share(0, 0.0, 0.4, share)
    assert glyphs(model, 4) == shown


def test_a_share_that_was_not_measured_is_not_guessed() -> None:
    model = one_lane()
    model.add_span(0, Span(0.0, 0.4, "task", 0))
    model.add_cpu_share(0, 0.0, 0.2, 1.0)
    assert glyphs(model, 4) == "▐█=="


@pytest.mark.parametrize(
    ("otherwise", "shown"),
    [
        (State.GIL_WAIT, "│░░░"),
        (State.READY, "│▒▒▒"),
        (State.PIPE, "│───"),
        (State.DISK, "│╫╫╫"),
        (State.LOCK, "│╌╌╌"),
        (State.SLEEPING, "│···"),
        (State.CHILD, "│┬┬┬"),
        (State.AWAITING, "│○○○"),
        (State.STOPPED, "│║║║"),
        (State.ZOMBIE, "│ZZZ"),
        (State.BLOCKED, "│???"),
        (None, "│▁▁▁"),
    ],
)
def test_a_task_hardly_on_a_cpu_shows_what_it_waits_for(
    otherwise: State | None, shown: str
) -> None:
    model = one_lane()
    model.add_span(0, Span(0.0, 0.4, "task", 0))
    model.add_cpu_share(0, 0.0, 0.4, 0.1, otherwise)
    assert glyphs(model, 4) == shown


def test_a_cell_partly_on_a_cpu_shows_that_and_not_what_it_waits_for() -> None:
    model = one_lane()
    model.add_span(0, Span(0.0, 0.8, "task", 0))
    model.add_cpu_share(0, 0.0, 0.4, 0.5, State.GIL_WAIT)
    model.add_cpu_share(0, 0.4, 0.8, 1.0, State.GIL_WAIT)
    assert glyphs(model, 8) == "│▄▄▄████"


def test_what_an_idle_worker_waits_for_is_not_told_of_its_tasks() -> None:
    model = one_lane()
    model.add_span(0, Span(0.0, 0.2, "task", 0))
    model.add_cpu_share(0, 0.0, 0.5, 0.0, State.LOCK)
    assert glyphs(model, 5) == "│▁   "


def test_of_several_waits_in_a_cell_the_longest_is_shown() -> None:
    model = one_lane()
    model.add_span(0, Span(0.0, 0.1, "task", 0))
    model.add_cpu_share(0, 0.0, 0.02, 0.0, State.LOCK)
    model.add_cpu_share(0, 0.02, 0.05, 0.0, State.PIPE)
    model.add_cpu_share(0, 0.05, 0.07, 0.0, State.LOCK)
    model.add_cpu_share(0, 0.07, 0.1, 0.2, State.SLEEPING)
    assert LOOKS[model.row(0, 0, 1, DEFAULT_ZOOM).codes[0] & ~1][0] == "╌"


def test_a_wait_that_was_mostly_not_seen_is_not_guessed() -> None:
    model = one_lane()
    model.add_span(0, Span(0.0, 0.1, "task", 0))
    model.add_cpu_share(0, 0.0, 0.06, 0.0)
    model.add_cpu_share(0, 0.06, 0.1, 0.0, State.PIPE)
    assert LOOKS[model.row(0, 0, 1, DEFAULT_ZOOM).codes[0] & ~1][0] == "▁"


@pytest.mark.parametrize("zoom", range(ZOOM_STEPS))
def test_every_zoom_step_shows_the_longest_wait(zoom: int) -> None:
    model = one_lane()
    step = column_s(zoom)
    model.add_span(0, Span(0.0, 4 * step, "task", 0))
    for cell in range(4):
        begin, end = cell * step, (cell + 1) * step
        model.add_cpu_share(0, begin, begin + 0.6 * step, 0.0, State.PIPE)
        model.add_cpu_share(0, begin + 0.6 * step, end, 0.0, State.GIL_WAIT)
    assert glyphs(model, 4, zoom=zoom) == "│───"


def test_intervals_that_meet_in_a_bucket_are_averaged_whatever_its_number() -> None:
    model = one_lane()
    model.add_span(0, Span(0.0, 2.0, "task", 0))
    for number in range(13):
        share = 1.0 if number % 2 else 0.0
        model.add_cpu_share(0, number * 0.15, (number + 1) * 0.15, share)
    assert glyphs(model, 18)[1::3] == "▄▄▄▄▄▄"


def test_idle_time_in_an_interval_does_not_dilute_the_share() -> None:
    model = one_lane()
    model.set_current(0, Current("task", 0.3, 0))
    model.add_cpu_share(0, 0.0, 0.5, 0.4)
    model.advance(0.5)
    assert glyphs(model, 5) == "   ▐█"


def test_neighbouring_tasks_alternate_their_tint_and_show_where_one_begins() -> None:
    model = one_lane()
    model.add_span(0, Span(0.0, 0.3, "task", 7))
    model.add_span(0, Span(0.3, 0.6, "task", 9))
    model.add_cpu_share(0, 0.0, 0.6, 1.0)
    assert glyphs(model, 6) == "▐██▐██"
    names = classes(model, 6)
    assert names[:3] == ["state--on-cpu"] * 3
    assert names[3:] == ["lane--odd-on-cpu"] * 3


def test_a_task_in_flight_grows_and_then_becomes_a_span() -> None:
    model = one_lane()
    model.set_current(0, Current("task", 0.1, 0))
    model.advance(0.3)
    assert glyphs(model, 6) == " │=   "
    model.advance(0.5)
    assert glyphs(model, 6) == " │=== "
    model.add_span(0, Span(0.1, 0.45, "task", 0))
    model.advance(0.6)
    assert glyphs(model, 6) == " │=== "


def test_a_span_of_the_task_before_does_not_end_the_one_in_flight() -> None:
    model = one_lane()
    model.set_current(0, Current("task", 0.3, 1))
    model.add_span(0, Span(0.0, 0.3, "task", 0))
    model.advance(0.6)
    assert glyphs(model, 7) == "│==│== "


@pytest.mark.parametrize("kind", ["start-up", "warm-up"])
def test_preparation_has_its_own_pattern(kind: str) -> None:
    model = one_lane()
    model.add_span(0, Span(0.0, 0.3, kind, -1))
    assert glyphs(model, 4) == "▞▞▞ "


def test_a_failed_task_ends_in_an_exclamation_mark() -> None:
    model = one_lane()
    model.add_span(0, Span(0.0, 0.4, "failed", 0))
    model.add_cpu_share(0, 0.0, 0.4, 1.0)
    assert glyphs(model, 5) == "▐██! "


def test_death_ends_the_task_in_flight() -> None:
    model = one_lane()
    model.set_current(0, Current("task", 0.0, 0))
    model.advance(0.2)
    model.mark_death(0, 0.35)
    model.advance(0.9)
    assert glyphs(model, 6) == "│==x  "


def test_death_told_after_the_task_vanished_still_draws_the_task() -> None:
    model = one_lane()
    model.set_current(0, Current("task", 0.0, 0))
    model.set_current(0, None)
    model.set_current(0, None)
    model.mark_death(0, 0.35)
    assert glyphs(model, 6) == "│==x  "


def test_a_task_that_is_lost_ends_in_the_death_of_its_worker_told_once() -> None:
    model = one_lane()
    model.set_current(0, Current("task", 0.0, 5))
    model.add_span(0, Span(0.0, 0.35, "lost", 5))
    model.mark_death(0, 0.55)
    assert glyphs(model, 7) == "│==x   "
    model.add_span(0, Span(0.4, 0.5, "start-up", -1))
    model.mark_death(0, 0.65)
    assert glyphs(model, 7) == "│==x▞ x"


def test_a_replaced_worker_goes_on_in_its_lane() -> None:
    model = one_lane()
    model.mark_death(0, 0.1)
    model.add_span(0, Span(0.3, 0.6, "task", 0))
    assert glyphs(model, 7) == " x │== "


def test_a_death_in_the_cell_of_a_later_span_stays_visible() -> None:
    model = one_lane()
    model.mark_death(0, 0.35)
    model.add_span(0, Span(0.0, 0.35, "task", 0))
    assert glyphs(model, 5) == "│==x "


def test_an_end_as_planned_is_marked_when_it_was() -> None:
    model = one_lane()
    model.add_span(0, Span(0.0, 0.25, "task", 0))
    model.mark_end(0, 0.55)
    model.mark_end(0, 0.75)
    model.mark_death(0, 0.75)
    assert glyphs(model, 8) == "│==  ┤  "


def test_a_task_that_is_told_late_did_not_outlive_its_worker() -> None:
    model = one_lane()
    model.set_current(0, Current("task", 0.0, 0))
    model.set_current(0, None)
    model.mark_end(0, 0.45)
    model.add_span(0, Span(0.0, 0.25, "task", 0))
    model.mark_end(0, 0.65)
    assert glyphs(model, 8) == "│== ┤   "


def test_a_worker_whose_end_nobody_saw_was_replaced_when_its_successor_was_made() -> None:
    model = one_lane()
    model.add_span(0, Span(0.0, 0.1, "start-up", -1))
    model.add_span(0, Span(0.1, 0.35, "task", 0))
    model.add_span(0, Span(0.43, 0.6, "start-up", -1))
    assert glyphs(model, 7) == "▞│==┤▞ "


@pytest.mark.parametrize("mark", [LaneModel.mark_end, LaneModel.mark_death])
def test_a_worker_whose_end_was_seen_is_not_replaced_as_well(
    mark: Callable[[LaneModel, int, float], None],
) -> None:
    model = one_lane()
    model.add_span(0, Span(0.0, 0.1, "start-up", -1))
    mark(model, 0, 0.25)
    model.set_current(0, Current("start-up", 0.4, -1))
    model.add_span(0, Span(0.4, 0.6, "start-up", -1))
    assert glyphs(model, 7) in {"▞ ┤ ▞▞ ", "▞ x ▞▞ "}
    mark(model, 0, 0.65)
    assert glyphs(model, 7) in {"▞ ┤ ▞▞┤", "▞ x ▞▞x"}


@pytest.mark.parametrize("zoom", [DEFAULT_ZOOM, DEFAULT_ZOOM + 2])
def test_where_workers_take_turns_within_a_cell_it_shows_what_they_do(zoom: int) -> None:
    model = one_lane()
    part_s = column_s(zoom) / 10
    for number in range(20):
        start_s = number * 3 * part_s
        model.add_span(0, Span(start_s, start_s + part_s, "start-up", -1))
        model.add_span(0, Span(start_s + part_s, start_s + 3 * part_s, "task", number))
    model.mark_end(0, 60 * part_s - 0.001)
    shown = glyphs(model, 7, zoom=zoom)
    assert shown[-2:] == "┤ "
    assert shown.count("=") + shown.count("▞") >= 3


def test_tasks_shorter_than_a_cell_are_told_not_drawn_apart() -> None:
    model = one_lane()
    for number in range(100):
        model.add_span(0, Span(number * 0.01, number * 0.01 + 0.009, "task", number))
    model.add_cpu_share(0, 0.0, 1.0, 0.9)
    row = model.row(0, 0, 10, DEFAULT_ZOOM)
    assert row.several
    assert glyphs(model) == "██████████"
    assert set(classes(model)) == {"state--on-cpu"}


def test_one_task_a_cell_is_not_several() -> None:
    model = one_lane()
    for number in range(5):
        model.add_span(0, Span(number * 0.1, number * 0.1 + 0.08, "task", number))
    assert not model.row(0, 0, 10, DEFAULT_ZOOM).several


def test_thousands_of_tiny_tasks_do_not_add_up_to_a_busy_worker() -> None:
    model = one_lane()
    for number in range(2000):
        model.add_span(0, Span(number * 0.0001, number * 0.0001 + 0.000001, "task", number))
    assert model.lanes[0].tracks[1].busy_s(0.0, 0.2) == pytest.approx(0.002, abs=0.001)


def test_a_short_task_in_a_long_cell_leaves_a_tick() -> None:
    model = one_lane()
    model.add_span(0, Span(0.31, 0.32, "task", 0))
    assert glyphs(model, 5) == "   │ "


@pytest.mark.parametrize("zoom", range(FINEST_ZOOM, ZOOM_STEPS))
def test_every_zoom_step_shows_the_same_stretch(zoom: int) -> None:
    model = one_lane()
    step = column_s(zoom)
    model.add_span(0, Span(4 * step, 8 * step, "task", 0))
    model.add_cpu_share(0, 0.0, 12 * step, 4 / 12)
    assert glyphs(model, 12, zoom=zoom) == "    ▐███    "


def test_zooming_in_resolves_short_tasks() -> None:
    model = one_lane()
    for number in range(4):
        model.add_span(0, Span(number * 0.05, number * 0.05 + 0.04, "task", number))
    assert model.row(0, 0, 4, DEFAULT_ZOOM).several
    assert not model.row(0, 0, 16, 0).several
    assert glyphs(model, 16, zoom=0).count("│") == 4


def test_memory_is_bounded_however_long_the_run() -> None:
    model = one_lane()
    for number in range(20_000):
        model.add_span(0, Span(number * 0.5, number * 0.5 + 0.4, "task", number))
    for track in model.lanes[0].tracks:
        assert (
            len(track.busy)
            == len(track.marks)
            == len(track.on_cpu)
            == len(track.waits)
            <= 2 * BUCKETS
        )
    assert model.oldest_s(DEFAULT_ZOOM) >= 10_000 - 2 * BUCKETS * 0.1
    assert glyphs(model, 10, first=int(9_999.5 / 0.1)).strip() != ""
    assert glyphs(model, 10).strip() == ""


def test_a_long_pause_is_skipped_without_filling_it() -> None:
    model = one_lane()
    model.add_span(0, Span(0.0, 1.0, "task", 0))
    model.add_span(0, Span(1e6, 1e6 + 1, "task", 1))
    assert all(len(track.busy) <= 2 * BUCKETS for track in model.lanes[0].tracks)
    assert glyphs(model, 10, first=10_000_000) == "│========="


def test_a_task_longer_than_the_memory_fills_it() -> None:
    model = one_lane()
    model.add_span(0, Span(0.0, 10_000.0, "task", 0))
    assert glyphs(model, 4, first=99_990) == "===="
    assert [track.base > 0 for track in model.lanes[0].tracks] == [True, True, True]
    assert len(RESOLUTIONS_S) == 3


def test_lanes_that_keep_their_label_keep_their_past() -> None:
    model = one_lane()
    model.add_span(0, Span(0.0, 0.4, "task", 0))
    model.set_lanes(["1", "2"])
    assert glyphs(model, 4) == "│==="
    model.set_lanes(["other", "2"])
    assert glyphs(model, 4) == "    "


def test_only_lanes_with_news_count_as_changed() -> None:
    model = LaneModel()
    model.set_lanes([str(number) for number in range(1000)])
    assert len(model.advance(0.0)) == 1000
    model.set_current(7, Current("task", 0.0, 0))
    model.set_detail(9, "9 tasks")
    assert model.advance(0.1) == {7, 9}
    assert model.advance(0.2) == {7}


def test_an_unknown_kind_is_named() -> None:
    with pytest.raises(ValueError, match=r"'tsk'.*start-up"):
        one_lane().add_span(0, Span(0.0, 1.0, "tsk", 0))
    with pytest.raises(ValueError, match="'tsk'"):
        one_lane().set_current(0, Current("tsk", 0.0, 0))


@pytest.mark.parametrize("mode", GlyphMode)
def test_patterns_differ_without_colour(mode: GlyphMode) -> None:
    plain = {glyph for code, (glyph, _) in looks(mode).items() if code % 4 == 0}
    assert len(plain) == len(State)
    if mode is GlyphMode.ASCII:
        assert all(glyph.isascii() for glyph, _ in looks(mode).values())
