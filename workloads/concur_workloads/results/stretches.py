"""From records to the spans that a lane on the screen shows."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from concur_workloads.recorder.batch import Batch
from concur_workloads.recorder.layout import Kind
from concur_workloads.results.snapshot import Span

#: With more records at once than this, tasks shorter than _SHORT_NS are told together if they
#: began within _TOGETHER_NS: no screen shows them apart, and there may be a million a second.
_MANY = 256
_SHORT_NS = 1_000_000
_TOGETHER_NS = 5_000_000

_KIND_WORDS = {Kind.TASK: "task", Kind.FAILED_TASK: "failed", Kind.WARM_UP: "warm-up"}


def spans_of(batches: Sequence[Batch], began_ns: int, first_place: int) -> list[Span]:
    """The records as spans, each lane's in their order.

    Of very many, short ones are merged: such a span begins with its first task and is as long as
    its tasks took together.
    """
    many = sum(map(len, batches)) > _MANY
    spans = []
    for batch in batches:
        for first, after in _stretches(batch) if many else _each(batch):
            start_ns = batch.starts_ns[first]
            took_ns = sum(batch.durations_ns[first:after])
            spans.append(
                Span(
                    lane=first_place + batch.lane - 1,
                    start_s=(start_ns - began_ns) / 1e9,
                    end_s=(start_ns + took_ns - began_ns) / 1e9,
                    kind=_KIND_WORDS[batch.kind],
                    task=batch.tasks[after - 1],
                    cpu_s=sum(batch.cpus_ns[first:after]) / 1e9,
                    tasks=after - first,
                )
            )
    return spans


def _each(batch: Batch) -> Iterator[tuple[int, int]]:
    return ((at, at + 1) for at in range(len(batch)))


def _stretches(batch: Batch) -> Iterator[tuple[int, int]]:
    """From which record up to which they are told together."""
    durations_ns, starts_ns = batch.durations_ns, batch.starts_ns
    long_ones = [at for at, ns in enumerate(durations_ns) if ns >= _SHORT_NS]
    at = 0
    for long_one in (*long_ones, len(batch)):
        while at < long_one:
            after = bisect_left(starts_ns, starts_ns[at] + _TOGETHER_NS, at + 1, long_one)
            yield at, after
            at = after
        if long_one < len(batch):
            yield long_one, long_one + 1
            at = long_one + 1
