"""Throughput over the last second, from ends of tasks alone."""

import pytest

from concur_workloads.results.throughput import RecentThroughput

_MS = 1_000_000


def _steady(tasks: int, each_ms: int) -> RecentThroughput:
    throughput = RecentThroughput()
    throughput.add(0, [(task + 1) * each_ms * _MS for task in range(tasks)])
    return throughput


def test_nothing_ended_yet_is_zero() -> None:
    assert RecentThroughput().per_second(5_000 * _MS) == 0


def test_a_steady_stream_has_its_rate() -> None:
    assert _steady(400, 10).per_second(4_000 * _MS) == pytest.approx(100, rel=0.05)


def test_a_run_younger_than_a_second_is_not_diluted() -> None:
    assert _steady(20, 10).per_second(200 * _MS) == pytest.approx(100, rel=0.06)


def test_what_ended_long_ago_counts_no_more() -> None:
    throughput = _steady(100, 10)
    assert throughput.per_second(1_500 * _MS) == pytest.approx(50, rel=0.1)
    assert throughput.per_second(2_200 * _MS) == 0


def test_ends_out_of_order_are_all_counted() -> None:
    ordered, shuffled = RecentThroughput(), RecentThroughput()
    ends = list(range(0, 900 * _MS, 7 * _MS))
    ordered.add(0, ends)
    for end in ends[::2] + ends[1::2]:
        shuffled.add(0, [end])
    assert shuffled.per_second(900 * _MS) == ordered.per_second(900 * _MS)


def test_memory_is_bounded_by_the_window() -> None:
    assert len(_steady(100_000, 1)._slots) <= 21
