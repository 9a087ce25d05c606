"""A worker gets tasks ahead only while it gets through them quickly."""

import pytest

from concur_workloads.backends.supervised import pace
from concur_workloads.backends.supervised.pace import Pace

_US = 1_000
_MS = 1_000_000


class _Clock:
    now_ns = 0

    def __call__(self) -> int:
        return self.now_ns


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> _Clock:
    clock = _Clock()
    monkeypatch.setattr(pace, "monotonic_ns", clock)
    return clock


def _most_after(clock: _Clock, *chunk_ns: int) -> int:
    worker = Pace(most_ahead=16)
    worker.begin()
    for each in chunk_ns:
        clock.now_ns += each
        worker.answered(1)
    return worker.most_chunks


@pytest.mark.parametrize(
    ("chunk_ns", "most"), [(10 * _US, 17), (100 * _US, 11), (500 * _US, 3), (_MS, 2), (2 * _MS, 1)]
)
def test_ahead_is_a_millisecond_of_work(clock: _Clock, chunk_ns: int, most: int) -> None:
    assert _most_after(clock, chunk_ns) == most


def test_nobody_is_trusted_before_the_first_answer() -> None:
    assert Pace(most_ahead=16).most_chunks == 1


def test_one_slow_chunk_outweighs_many_quick_ones(clock: _Clock) -> None:
    quick = [10 * _US] * 50
    assert _most_after(clock, *quick, 100 * _MS) == 1
    assert _most_after(clock, 100 * _MS, *quick[:20]) == 1
    assert _most_after(clock, 100 * _MS, *quick, *quick) == 17


def test_answers_that_come_together_share_the_time(clock: _Clock) -> None:
    worker = Pace(most_ahead=16)
    worker.begin()
    clock.now_ns += _MS
    worker.answered(4)
    assert worker.most_chunks == 5


def test_nothing_is_given_ahead_where_that_is_forbidden(clock: _Clock) -> None:
    worker = Pace(most_ahead=0)
    worker.begin()
    clock.now_ns += _US
    worker.answered(1)
    assert worker.most_chunks == 1
