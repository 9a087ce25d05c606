"""Who held the GIL over time, in bounded memory."""

from itertools import pairwise

from concur_workloads.results.gil_lane import GilPast
from concur_workloads.results.gil_use import GilLook


def _past(looks: int, *, apart_s: float = 0.01, workers: int = 4) -> GilPast:
    past = GilPast()
    for number in range(looks):
        past.add(GilLook((number + 0.5) * apart_s, 1 + number % workers, wanted=True))
    return past


def test_looks_are_kept_in_tenths_of_a_second() -> None:
    first, second = _past(20).stretches()
    assert (first.start_s, first.end_s, second.start_s) == (0.0, 0.1, 0.1)
    assert first.use.looks == second.use.looks == 10
    assert first.use.holders == {1: 3, 2: 3, 3: 2, 4: 2}


def test_where_nobody_was_looked_at_there_is_no_stretch() -> None:
    past = _past(10)
    past.add(GilLook(7.05, 2, wanted=True))
    assert [round(each.start_s, 6) for each in past.stretches()] == [0.0, 7.0]


def test_however_long_it_takes_stretches_stay_few_and_no_look_is_lost() -> None:
    for looks in (2_400, 2_401, 50_000):
        stretches = _past(looks).stretches()
        assert 120 <= len(stretches) <= 240
        assert sum(each.use.looks for each in stretches) == looks
        lengths = {round(each.end_s - each.start_s, 6) for each in stretches}
        assert len(lengths) == 1
        assert all(before.end_s <= after.start_s + 1e-9 for before, after in pairwise(stretches))


def test_of_many_workers_those_that_are_named_stay_few_and_no_look_is_lost() -> None:
    stretches = _past(20_000, apart_s=0.001, workers=700).stretches()
    # The newest is not complete yet.
    assert all(len(each.use.holders) == 16 for each in stretches[:-1])
    named = sum(sum(each.use.holders.values()) + each.use.others for each in stretches)
    assert named == 20_000


def test_gaps_do_not_keep_it_from_joining() -> None:
    past = GilPast()
    for number in range(1_000):
        past.add(GilLook(number * 100.0, 1, wanted=True))
    stretches = past.stretches()
    assert len(stretches) <= 240
    assert sum(each.use.looks for each in stretches) == 1_000
