"""Who held the GIL, in words."""

from concur_tui.gil_use_words import gil_detail, gil_parts, gil_sentence
from concur_workloads.api import GilLane, GilUse, HandOvers

_SLOW = HandOvers(9, 0.36, 360, 50, 300)
_TOO_FAST = HandOvers(9, 0.36, 360, 180, 3_600)


def test_it_says_who_held_it_with_an_error_and_that_it_is_an_estimate() -> None:
    assert gil_sentence(GilUse(200, 100, {1: 50, 2: 40}, 2.0, 30), GilLane()) == (
        "GIL, estimated from 200 looks at all workers at once: some worker waited for it at 50.0 % "
        "of them; then worker 1 held it at 50.0 % (give or take 9.62 %), worker 2 held it at "
        "40.0 % (give or take 9.80 %), nobody can tell at 10.0 %; at least 15.0 hand-overs a "
        "second were seen."
    )


def test_of_many_workers_the_rest_is_summed_up() -> None:
    said = gil_sentence(GilUse(100, 100, dict.fromkeys(range(1, 11), 10), 1.0, 0), GilLane())
    assert "6 others at 60.0 %" in said


def test_where_nobody_wanted_it_that_is_all() -> None:
    assert gil_sentence(GilUse(200, 0, {}, 2.0, 0), GilLane()).endswith(
        "no worker was seen waiting for it."
    )
    assert gil_sentence(None, GilLane()) == ""


def test_where_there_is_no_lane_the_reason_is_said() -> None:
    lane = GilLane(why_none="this Python runs without the GIL")
    assert (
        gil_sentence(None, lane) == "There is no lane of the GIL: this Python runs without the GIL."
    )


def test_a_cell_says_who_held_it_how_often_it_changed_hands_and_how_far_it_may_be_off() -> None:
    assert gil_parts(GilUse(100, 100, {1: 38, 3: 41, 2: 11}, 1.0, 60)) == [
        "GIL est. ± 10 points: worker 3 41 %",
        "worker 1 38 %",
        "worker 2 11 %",
        "nobody can tell 10 %",
        ">= 60 hand-overs/s",
        "100 looks",
    ]


def test_a_cell_names_the_first_three_and_sums_up_the_others() -> None:
    use = GilUse(20, 20, {1: 5, 2: 4, 3: 3, 4: 2, 5: 2}, 0.2, 9, others=4)
    first, *more = gil_parts(use)[:-2]
    assert first == "GIL est. ± 22 points: worker 1 25 %"
    assert more == ["worker 2 20 %", "worker 3 15 %", "others 40 %"]


def test_a_cell_in_which_nobody_was_named_says_so() -> None:
    assert gil_parts(GilUse(4, 2, {}, 0.0, 0))[0] == "GIL est. ± 66 points: nobody can tell 100 %"
    assert gil_parts(GilUse(4, 0, {}, 0.0, 0)) == [
        "GIL est.: no worker was seen waiting for it",
        "4 looks",
    ]
    assert gil_parts(None) == ["GIL est.: no look in this time"]


def test_the_detail_is_as_wide_whatever_it_says() -> None:
    few, many = GilUse(100, 3, {1: 3}, 1.0, 0), GilUse(100, 100, {1: 50, 2: 50}, 1.0, 99)
    in_bursts = GilUse(100, 100, {1: 50, 2: 50}, 1.0, 99, in_bursts=_SLOW)
    assert gil_detail(few) == "wanted   3 %        >= 0 hand-overs/s"
    assert gil_detail(many) == "wanted 100 %       >= 99 hand-overs/s"
    assert gil_detail(in_bursts) == "wanted 100 %    139 ± 38 hand-overs/s"
    assert gil_detail(GilUse(0, 0, {}, 0.0, 0)) == ""


def test_hand_overs_that_bursts_have_counted_are_an_estimate_with_its_error() -> None:
    said = gil_sentence(GilUse(200, 100, {1: 50}, 2.0, 30, in_bursts=_SLOW), GilLane())
    assert said.endswith(
        "; about 139 hand-overs a second (give or take 38.5), estimated from 9 bursts of looks a "
        "millisecond apart."
    )
    assert "139 ± 38 hand-overs/s" in gil_parts(GilUse(4, 4, {1: 4}, 0.1, 3, in_bursts=_SLOW))


def test_hand_overs_too_fast_for_the_looks_are_at_least_as_many() -> None:
    use = GilUse(200, 100, {1: 50}, 2.0, 30, in_bursts=_TOO_FAST)
    assert gil_sentence(use, GilLane()).endswith("; at least 500 hand-overs a second were seen.")
    assert gil_detail(use).endswith(">= 500 hand-overs/s")
