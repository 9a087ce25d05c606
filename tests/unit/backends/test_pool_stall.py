"""A pool is stalled when its workers rest for long, with nothing coming or going."""

import pytest

from concur_workloads.backends import pool_stall
from concur_workloads.backends.pool_stall import Stall
from concur_workloads.recorder.layout import State
from concur_workloads.recorder.reader import LaneStatus

_IDLE = [LaneStatus(State.IDLE, -1, 1, 1_000), LaneStatus(State.IDLE, -1, 1, 2_000)]
_BUSY = [_IDLE[0], LaneStatus(State.RUNNING, 7, 1, 3_000)]


class Clock:
    """A clock that is set by hand."""

    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(pool_stall, "monotonic", made)
    return made


def _lasts(stall: Stall, statuses: list[LaneStatus], progress: int = 3) -> bool:
    return stall.lasts(statuses, (progress,), is_complete=True)


def test_a_worker_that_ends_and_is_not_replaced_rests(clock: Clock) -> None:
    stall, statuses = Stall(), [_IDLE[0], LaneStatus(State.ENDED, -1, 0, 3_000)]
    assert not _lasts(stall, statuses)
    clock.now_s = 1.1
    assert _lasts(stall, statuses)


def test_workers_that_rest_for_long_are_stalled(clock: Clock) -> None:
    stall = Stall()
    assert not _lasts(stall, _IDLE)
    clock.now_s = 0.9
    assert not _lasts(stall, _IDLE)
    clock.now_s = 1.1
    assert _lasts(stall, _IDLE)


def test_a_worker_that_is_busy_is_not_stalled(clock: Clock) -> None:
    stall = Stall()
    for clock.now_s in (0.0, 10.0, 20.0):
        assert not _lasts(stall, _BUSY)


def test_whatever_comes_or_goes_begins_the_time_anew(clock: Clock) -> None:
    stall = Stall()
    assert not _lasts(stall, _IDLE)
    clock.now_s = 0.9
    assert not _lasts(stall, _IDLE, progress=4)
    clock.now_s = 1.5
    assert not _lasts(stall, _IDLE, progress=4)
    clock.now_s = 2.0
    assert _lasts(stall, _IDLE, progress=4)


def test_a_successor_may_be_long_in_coming(clock: Clock) -> None:
    stall = Stall()
    for clock.now_s in (0.0, 4.9):
        assert not stall.lasts(_IDLE[:1], (3,), is_complete=False)
    clock.now_s = 5.1
    assert stall.lasts(_IDLE[:1], (3,), is_complete=False)
