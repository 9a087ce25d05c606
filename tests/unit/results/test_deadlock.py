"""Who waits for ever: a circle, a whole pool, what a dead worker held; and who only waits long."""

import pytest

from concur_workloads.recorder.waits import Wait
from concur_workloads.results.deadlock import (
    Deadlock,
    StuckWorker,
    deadlock_sentence,
    stuck_forever,
)


def _wait(lane: int, wanted: int | None, *held: int, lost: frozenset[int] = frozenset()) -> Wait:
    return Wait(lane, wanted, 40 + lane, frozenset(held), lost, 0)


def _stuck(*waits: Wait, dead: frozenset[int] = frozenset()) -> list[int]:
    return [each.lane for each in stuck_forever(waits, dead)]


def test_a_circle_of_two_and_whoever_waits_for_it() -> None:
    assert _stuck(_wait(1, 1, 0), _wait(2, 0, 1), _wait(3, 0), _wait(4, 5)) == [1, 2, 3]


def test_a_chain_that_ends_in_somebody_who_works_is_no_deadlock() -> None:
    assert _stuck(_wait(1, 1, 0), _wait(2, 2, 1), _wait(3, None, 2)) == []


def test_what_nobody_holds_is_about_to_be_had() -> None:
    assert _stuck(_wait(1, 0), _wait(2, 0)) == []


def test_of_a_resource_that_many_hold_all_must_wait() -> None:
    assert _stuck(_wait(1, 0, 0), _wait(2, None, 0)) == []
    assert _stuck(_wait(1, 0, 0), _wait(2, 0, 0)) == [1, 2]


def test_what_a_dead_worker_held_never_becomes_free() -> None:
    assert _stuck(_wait(1, 0), _wait(2, None, 0), dead=frozenset({2})) == [1]
    assert _stuck(_wait(1, 0), _wait(2, None, lost=frozenset({0}))) == [1]


def test_a_seat_that_was_lost_leaves_the_others_to_be_had() -> None:
    assert _stuck(_wait(1, 0, lost=frozenset({0})), _wait(2, None, 0)) == []


@pytest.mark.parametrize(
    ("lost", "ending"), [((), "line 42)."), (("lock B",), "; the worker that held lock B is dead.")]
)
def test_the_sentence_names_who_holds_and_who_waits(lost: tuple[str, ...], ending: str) -> None:
    stuck = (StuckWorker(1, ("lock A",), "lock B", 41), StuckWorker(2, (), "lock A", 42))
    said = deadlock_sentence(Deadlock("locks.py", stuck, lost))
    assert said.startswith(
        "Deadlock: worker 1 holds lock A and waits for lock B (locks.py line 41); "
        "worker 2 holds nothing and waits for lock A (locks.py line 42)"
    )
    assert said.endswith(ending)
