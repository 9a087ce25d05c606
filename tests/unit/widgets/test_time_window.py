import pytest

from concur_tui.widgets.lane_zoom import FINEST_ZOOM, ZOOM_STEPS
from concur_tui.widgets.time_window import TimeWindow


def test_following_jumps_by_a_quarter_of_the_width() -> None:
    window = TimeWindow()
    lefts = []
    for tenth in range(0, 150, 10):
        window.show(tenth / 10 + 0.05, columns=80)
        lefts.append(window.left)
    assert lefts == [0] * 8 + [20] * 2 + [40] * 2 + [60] * 2 + [80]


def test_panning_holds_the_view_while_time_goes_on() -> None:
    window = TimeWindow()
    window.show(30.0, 80)
    window.pan(-40, 30.0, 80)
    left = window.left
    window.show(60.0, 80)
    assert window.left == left
    assert not window.follow


def test_panning_stays_within_the_time_that_has_passed() -> None:
    window = TimeWindow()
    window.show(30.0, 80)
    newest = window.left
    window.pan(1000, 30.0, 80)
    assert window.left == newest
    window.pan(-1000, 30.0, 80)
    assert window.left == 0


def test_zooming_a_held_view_keeps_its_middle() -> None:
    window = TimeWindow()
    window.show(100.0, 80)
    window.pan(-500, 100.0, 80)
    middle_s = (window.left + 40) * window.column_s
    window.zoom_by(-1, 100.0, 80)
    assert (window.left + 40) * window.column_s == pytest.approx(middle_s, abs=window.column_s)


def test_zoom_ends_at_both_ends() -> None:
    window = TimeWindow()
    window.zoom_by(-50, 0.0, 80)
    assert window.column_s == pytest.approx(0.0001)
    window.zoom_by(50, 0.0, 80)
    assert window.column_s == pytest.approx(6.4)


def test_the_ruler_labels_round_seconds_in_their_columns() -> None:
    window = TimeWindow()
    assert window.ruler(25, "|") == "|0 s      |1 s      |2 s "
    window.go_to(3.0)
    assert window.ruler(25, "|").startswith("|3 s      |4 s")


@pytest.mark.parametrize("zoom", range(FINEST_ZOOM, ZOOM_STEPS))
def test_ruler_labels_never_touch(zoom: int) -> None:
    window = TimeWindow()
    window.zoom = zoom
    window.go_to(5000.0)
    labels = window.ruler(200, "|").split("|")[1:]
    assert len(labels) >= 4
    assert all(label.endswith(" ") for label in labels[:-1])


def test_ruler_labels_name_moments_apart_however_short_a_cell_is() -> None:
    window = TimeWindow()
    window.zoom = FINEST_ZOOM
    window.go_to(1234.5)
    labels = window.ruler(60, "|").split("|")[1:]
    assert [label.strip() for label in labels] == ["1234.5 s", "1234.502 s", "1234.504 s"]


def test_a_narrow_ruler_cuts_no_label_in_half() -> None:
    window = TimeWindow()
    assert window.ruler(3, "|") == "   "
    assert window.ruler(0, "|") == ""


def test_zooming_around_a_moment_keeps_it_where_it_is() -> None:
    window = TimeWindow()
    window.pan(200, 100.0, 80)
    moment_s = (window.left + 10.5) * window.column_s
    for steps in (-1, -1, 2):
        window.zoom_by(steps, 100.0, 80, moment_s)
        assert window.place(moment_s) == pytest.approx(10, abs=1)


def test_a_moment_out_of_view_is_brought_into_its_middle() -> None:
    window = TimeWindow()
    window.show(100.0, 80)
    left = window.left
    window.reveal(99.0, 100.0, 80)
    assert (window.left, window.follow) == (left, False)
    window.reveal(50.0, 100.0, 80)
    assert window.place(50.0) == 40
    window.reveal(0.0, 100.0, 80)
    assert window.left == 0


def test_zooming_out_ends_somewhere() -> None:
    window = TimeWindow()
    assert [window.zoom_out() for _ in range(ZOOM_STEPS)].count(True) == ZOOM_STEPS - 1 - 3
    assert not window.zoom_out()
    assert window.zoom == ZOOM_STEPS - 1
