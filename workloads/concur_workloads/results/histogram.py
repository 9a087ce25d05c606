"""How durations are distributed, in bounded memory."""

from collections import Counter
from collections.abc import Sequence

from concur_workloads.results.snapshot import Latency

#: Each octave is cut into 128 buckets, so that the middle of one is within 1/256 of all it holds.
_MANTISSA_BITS = 7
_EXACT_BELOW = 2 << _MANTISSA_BITS


class DurationHistogram:
    """Durations in log-linear buckets: quantiles within 0.4 %, count, sum and maximum exact.

    Holds a few thousand numbers at most, whatever is added.
    """

    def __init__(self) -> None:
        self.count = 0
        self.sum_ns = 0
        self.max_ns = 0
        self._buckets: dict[int, int] = {}

    def add(self, durations_ns: Sequence[int]) -> None:
        """Count durations, each of zero or more nanoseconds."""
        if not durations_ns:
            return
        buckets = self._buckets
        # Of very many, most are equal to another: that is counted much faster than the rest is.
        for ns, count in Counter(durations_ns).items():
            bucket = _bucket(ns) if ns >= _EXACT_BELOW else ns
            buckets[bucket] = buckets.get(bucket, 0) + count
        self.count += len(durations_ns)
        self.sum_ns += sum(durations_ns)
        longest_ns = max(durations_ns)
        self.max_ns = max(self.max_ns, longest_ns)

    def merge(self, other: "DurationHistogram") -> None:
        """Count everything that another histogram holds, too."""
        for bucket, count in other._buckets.items():
            self._buckets[bucket] = self._buckets.get(bucket, 0) + count
        self.count += other.count
        self.sum_ns += other.sum_ns
        self.max_ns = max(self.max_ns, other.max_ns)

    def quantile(self, share: float) -> float:
        """The duration in seconds that `share` (0 to 1) of all do not exceed.

        Raises ValueError for a share out of range and for an empty histogram.
        """
        return self._quantiles([share])[0]

    def latency(self) -> Latency | None:
        """The percentiles that a result shows; None when nothing was added."""
        if not self.count:
            return None
        p50, p95, p99 = self._quantiles([0.5, 0.95, 0.99])
        return Latency(p50=p50, p95=p95, p99=p99, max=self.max_ns / 1e9)

    def _quantiles(self, shares: Sequence[float]) -> list[float]:
        """In one walk over the buckets; `shares` ascend."""
        if not self.count or not all(0 <= share <= 1 for share in shares):
            raise ValueError(f"no quantile {shares} of {self.count} durations")
        found: list[float] = []
        passed = 0
        for bucket in sorted(self._buckets):
            passed += self._buckets[bucket]
            while len(found) < len(shares) and passed >= shares[len(found)] * self.count:
                found.append(min(_middle_ns(bucket), self.max_ns) / 1e9)
        return found


def _bucket(ns: int) -> int:
    """For durations that are not exact, which are most."""
    shift = ns.bit_length() - _MANTISSA_BITS - 1
    return (shift << _MANTISSA_BITS) + (ns >> shift)


def _middle_ns(bucket: int) -> int:
    if bucket < _EXACT_BELOW:
        return bucket
    shift = (bucket >> _MANTISSA_BITS) - 1
    lowest = (bucket - (shift << _MANTISSA_BITS)) << shift
    return lowest + (1 << shift >> 1)
