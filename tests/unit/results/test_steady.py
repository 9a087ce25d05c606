"""What comes and goes from look to look is not told, and what is told stays for a while."""

from typing import NamedTuple

from concur_workloads.results.steady import Steady


class _Thing(NamedTuple):
    name: str
    figure: int = 0


def _told(steady: Steady[_Thing], *found: _Thing) -> list[_Thing]:
    return steady.look(found)


def test_what_is_found_once_is_not_told_and_what_is_found_twice_is() -> None:
    steady = Steady[_Thing](lambda each: each.name)
    assert _told(steady, _Thing("a")) == []
    assert _told(steady, _Thing("a", 1), _Thing("b")) == [_Thing("a", 1)]


def test_what_comes_and_goes_with_each_look_is_never_told() -> None:
    steady = Steady[_Thing](lambda each: each.name)
    for _ in range(10):
        assert _told(steady, _Thing("a")) == []
        assert _told(steady) == []


def test_what_is_told_and_missed_for_a_moment_stays_as_it_was_seen_last() -> None:
    steady = Steady[_Thing](lambda each: each.name)
    _told(steady, _Thing("a", 1))
    _told(steady, _Thing("a", 2))
    assert _told(steady) == [_Thing("a", 2)]
    assert _told(steady) == [_Thing("a", 2)]
    assert _told(steady, _Thing("a", 3)) == [_Thing("a", 3)]


def test_what_is_missed_three_times_in_a_row_goes_and_has_to_be_found_twice_again() -> None:
    steady = Steady[_Thing](lambda each: each.name)
    _told(steady, _Thing("a"))
    _told(steady, _Thing("a"))
    assert [_told(steady) for _ in range(3)] == [[_Thing("a")], [_Thing("a")], []]
    assert _told(steady, _Thing("a")) == []
    assert _told(steady, _Thing("a")) == [_Thing("a")]
