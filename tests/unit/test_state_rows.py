"""The log of states as rows: newest first, how long each lasted, and of several workers whose."""

from concur_tui.screens.control_block.state_rows import state_rows
from concur_tui.widgets.state_styles import State
from concur_workloads.api import MOST_STATES, Activity, SeenState

_MS = 1_000_000
_SPINS = (
    SeenState(0, Activity.ON_CPU, ""),
    SeenState(20 * _MS, Activity.GIL, "the GIL"),
    SeenState(70 * _MS, None, ""),
)


def test_each_state_lasts_until_the_next_and_the_last_one_until_now() -> None:
    rows = state_rows({"1": _SPINS[:2]}, 100 * _MS)
    assert [(row.took, row.state, row.words) for row in rows] == [
        ("80.0 ms", State.GIL_WAIT, "waiting for the GIL"),
        ("20.0 ms", State.ON_CPU, "on CPU, or ready"),
    ]
    assert {row.who for row in rows} == {""}


def test_one_that_has_ended_is_at_nothing() -> None:
    ended, waited, _ = state_rows({"1": _SPINS}, 100 * _MS)
    assert (ended.took, ended.state, ended.words) == ("", None, "ended")
    assert waited.took == "50.0 ms"


def test_rows_of_several_have_names_as_wide() -> None:
    reads = (SeenState(10 * _MS, Activity.PIPE, "a pipe"),)
    rows = state_rows({"1": _SPINS, "12": reads, "3": ()}, 100 * _MS)
    assert [(row.who, row.words) for row in rows] == [
        (" 1", "ended"),
        (" 1", "waiting for the GIL"),
        ("12", "blocked: a pipe"),
        (" 1", "on CPU, or ready"),
    ]


def test_no_more_are_shown_than_are_known_of_each() -> None:
    often = [SeenState(each, Activity.GIL, "the GIL") for each in range(MOST_STATES)]
    seldom = (SeenState(-1, Activity.SLEEP, "time to pass"),)
    rows = state_rows({"1": often, "2": seldom}, 200)
    assert len(rows) == MOST_STATES
    assert {row.who for row in rows} == {"1"}
