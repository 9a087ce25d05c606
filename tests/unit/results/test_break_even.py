"""The search measures all coarse sizes, largest first, then halves the way between loss and win."""

import pytest

from concur_workloads.results.break_even import BreakEvenLine, BreakEvenPoint, next_step
from concur_workloads.results.ratio import Ratio

_COARSE = (0, 4, 8, 12)


def _point(step: int, *, wins: bool) -> BreakEvenPoint:
    low, high = (1.5, 1.7) if wins else (0.9, 1.1)
    return BreakEvenPoint(step, 10 ** (step / 4 - 5), 40, 1e-3, Ratio(1.0 * low, low, high, 10))


def _line(**won: bool) -> BreakEvenLine:
    """Of steps like s4=True: whether each wins."""
    points = tuple(_point(int(name[1:]), wins=wins) for name, wins in won.items())
    return BreakEvenLine("held", "threading.Thread", None, points)


def _found(wins_from: int) -> tuple[BreakEvenLine, list[int]]:
    """The line when nothing is left to measure, and what was measured in which order."""
    line, order = _line(), []
    while (step := next_step(line, _COARSE)) is not None:
        order.append(step)
        assert not line.settled
        line = line.with_point(_point(step, wins=step >= wins_from), _COARSE)
    assert line.settled
    return line, order


@pytest.mark.parametrize("wins_from", range(1, 13))
def test_it_closes_in_on_the_smallest_win(wins_from: int) -> None:
    line, order = _found(wins_from)
    assert order[:4] == [12, 8, 4, 0]
    assert len(order) == 6
    assert line.smallest_win is not None
    assert line.largest_loss is not None
    assert (line.largest_loss.step, line.smallest_win.step) == (wins_from - 1, wins_from)


@pytest.mark.parametrize("wins_from", [0, 13])
def test_where_all_win_or_none_does_coarse_sizes_are_enough(wins_from: int) -> None:
    line, order = _found(wins_from)
    assert order == [12, 8, 4, 0]
    assert (line.smallest_win is None) == (wins_from == 13)
    assert (line.largest_loss is None) == (wins_from == 0)


def test_a_win_below_a_loss_does_not_count() -> None:
    line = _line(s0=True, s4=False, s8=True, s12=True)
    assert line.smallest_win is line.points[2]
    assert next_step(line, _COARSE) == 6


@pytest.mark.parametrize(
    "ratio",
    [
        None,
        Ratio(1.5, None, None, 1),
        Ratio(1.5, 1.0, 2.0, 10),
        Ratio(1.02, 1.005, 1.03, 10),
        Ratio(0.5, 0.4, 0.6, 10),
    ],
)
def test_only_a_whole_interval_above_one_wins(ratio: Ratio | None) -> None:
    assert not BreakEvenPoint(0, 1e-5, 40, 1e-5, ratio).wins
