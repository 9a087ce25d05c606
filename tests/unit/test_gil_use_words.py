"""Who held the GIL, in words."""

from concur_tui.gil_use_words import gil_sentence
from concur_workloads.api import GilUse


def test_it_says_who_held_it_with_an_error_and_that_it_is_an_estimate() -> None:
    assert gil_sentence(GilUse(200, 100, {1: 50, 2: 40}, 2.0, 30)) == (
        "GIL, estimated from 200 looks at all workers at once: some worker waited for it at 50.0 % "
        "of them; then worker 1 held it at 50.0 % (give or take 9.62 %), worker 2 held it at "
        "40.0 % (give or take 9.80 %), nobody can tell at 10.0 %; at least 15.0 hand-overs a "
        "second were seen."
    )


def test_of_many_workers_the_rest_is_summed_up() -> None:
    said = gil_sentence(GilUse(100, 100, dict.fromkeys(range(1, 11), 10), 1.0, 0))
    assert "6 others at 60.0 %" in said


def test_where_nobody_wanted_it_that_is_all() -> None:
    assert gil_sentence(GilUse(200, 0, {}, 2.0, 0)).endswith("no worker was seen waiting for it.")
    assert gil_sentence(None) == ""
