"""Throughput over the last second, from exact totals alone."""

import pytest

from concur_workloads.results.throughput import RecentThroughput

_MS = 1_000_000


def _steady(until_ms: int, each_ms: int) -> RecentThroughput:
    """Looked at every 50 ms while a task ends every `each_ms`."""
    throughput = RecentThroughput()
    for now_ms in range(0, until_ms + 1, 50):
        throughput.note(now_ms * _MS, now_ms // each_ms)
    return throughput


def test_nothing_begun_yet_is_zero() -> None:
    assert RecentThroughput().per_second(5_000 * _MS, 0) == 0


def test_a_steady_stream_has_its_rate() -> None:
    assert _steady(4_000, 10).per_second(4_000 * _MS, 400) == pytest.approx(100, rel=0.05)


def test_a_run_younger_than_a_second_is_not_diluted() -> None:
    assert _steady(200, 10).per_second(200 * _MS, 20) == pytest.approx(100, rel=0.05)


def test_what_ended_long_ago_counts_no_more() -> None:
    throughput = _steady(1_000, 10)
    assert throughput.per_second(1_500 * _MS, 100) == pytest.approx(50, rel=0.1)
    assert throughput.per_second(2_200 * _MS, 100) == 0


def test_a_rare_task_counts_over_the_whole_second() -> None:
    assert _steady(2_000, 2_000).per_second(2_000 * _MS, 1) == pytest.approx(1, rel=0.06)


def test_frequent_looks_do_not_fill_the_memory() -> None:
    throughput = RecentThroughput()
    for now_ms in range(10_000):
        throughput.note(now_ms * _MS, now_ms)
    assert len(throughput._totals) <= 22
    assert throughput.per_second(9_999 * _MS, 9_999) == pytest.approx(1_000, rel=0.06)
