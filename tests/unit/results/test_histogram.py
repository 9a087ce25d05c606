"""The histogram's promises: error, exact totals, bounded memory."""

import math
import random

import pytest

from concur_workloads.results.histogram import DurationHistogram


def _filled(durations: list[int]) -> DurationHistogram:
    histogram = DurationHistogram()
    histogram.add(durations)
    return histogram


@pytest.mark.parametrize("share", [0.0, 0.01, 0.25, 0.5, 0.95, 0.99, 0.999, 1.0])
def test_quantiles_are_within_the_stated_error_of_the_nearest_rank(share: float) -> None:
    numbers = random.Random(7)
    durations = sorted(round(math.exp(numbers.uniform(0, math.log(1e12)))) for _ in range(5_000))
    exact = durations[max(0, math.ceil(share * len(durations)) - 1)] / 1e9
    assert _filled(durations).quantile(share) == pytest.approx(exact, rel=0.004)


def test_a_single_duration_is_found_again_and_never_exceeded() -> None:
    around_octaves = [2**power + step for power in range(9, 63) for step in (-1, 0, 1)]
    for ns in (*range(600), *around_octaves):
        found = _filled([ns]).quantile(0.5)
        assert ns * 0.996 <= found * 1e9 <= ns + 1e-3, ns


def test_totals_are_exact() -> None:
    histogram = _filled([1_000_001, 7, 123_456_789])
    assert (histogram.count, histogram.sum_ns, histogram.max_ns) == (3, 124_456_797, 123_456_789)


def test_latency_is_none_before_the_first_and_has_the_exact_maximum() -> None:
    assert DurationHistogram().latency() is None
    latency = _filled([1_000_000] * 99 + [987_654_321]).latency()
    assert latency is not None
    assert latency.p50 == pytest.approx(0.001, rel=0.004)
    assert latency.p99 == latency.p95 == latency.p50
    assert latency.max == 0.987654321


def test_merging_is_adding_all_to_one() -> None:
    numbers = random.Random(3)
    durations = [numbers.randrange(10**9) for _ in range(1_000)]
    merged = _filled(durations[:300])
    merged.merge(_filled(durations[300:]))
    together = _filled(durations)
    assert merged.latency() == together.latency()
    assert (merged.count, merged.sum_ns) == (together.count, together.sum_ns)


def test_batches_do_not_matter() -> None:
    one_by_one = DurationHistogram()
    for ns in (5, 1_000_000, 7):
        one_by_one.add([ns])
    one_by_one.add([])
    assert one_by_one.latency() == _filled([5, 1_000_000, 7]).latency()


def test_memory_does_not_grow_with_the_number_of_durations() -> None:
    numbers = random.Random(5)
    histogram = _filled([numbers.randrange(1 << 62) for _ in range(20_000)])
    assert len(histogram._buckets) < 7_500


@pytest.mark.parametrize("share", [-0.1, 1.1, math.nan])
def test_a_share_out_of_range_is_refused(share: float) -> None:
    with pytest.raises(ValueError, match="no quantile"):
        _filled([1]).quantile(share)


def test_an_empty_histogram_has_no_quantile() -> None:
    with pytest.raises(ValueError, match="of 0 durations"):
        DurationHistogram().quantile(0.5)
