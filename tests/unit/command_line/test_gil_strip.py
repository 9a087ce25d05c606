"""Who held the GIL over time, on the command line."""

from concur_tui.command_line.gil_strip import gil_strip
from concur_tui.command_line.summary import summary
from concur_workloads.api import GilLane, GilStretch, GilUse
from support.run_results import a_result


def _stretch(number: int, holders: dict[int, int], wanted: int = 10) -> GilStretch:
    start_s = 1 + number * 0.1
    return GilStretch(start_s, start_s + 0.1, GilUse(10, wanted, holders, 0.1, 0))


def test_a_cell_shows_who_held_it_most_and_a_gap_where_nobody_looked() -> None:
    cells = [_stretch(0, {1: 9}), _stretch(1, {12: 8}), _stretch(2, {}), _stretch(4, {}, wanted=0)]
    assert list(gil_strip(GilLane(tuple(cells)))) == ["  GIL est. 12? ·  100 ms a cell"]


def test_a_long_run_fits_in_a_line() -> None:
    turns = [_stretch(number, {1 + number // 100: 10}) for number in range(200)]
    (line,) = gil_strip(GilLane(tuple(turns)))
    assert line == f"  GIL est. {'1' * 25}{'2' * 25}  400 ms a cell"


def test_it_comes_with_the_budget_or_says_why_there_is_none() -> None:
    shared = a_result(
        gil_use=GilUse(10, 10, {1: 9}, 0.1, 0), gil_lane=GilLane((_stretch(0, {1: 9}),))
    )
    assert "  GIL est. 1  100 ms a cell\n" in summary(shared, with_budget=True)
    assert "GIL est." not in summary(shared)
    alone = a_result(gil_lane=GilLane(why_none="this Python runs without the GIL"))
    said = summary(alone, with_budget=True)
    assert "There is no lane of the GIL: this Python runs without the GIL.\n" in said
    assert list(gil_strip(alone.gil_lane)) == []
