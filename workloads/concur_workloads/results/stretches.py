"""From records to the spans that a lane on the screen shows."""

from collections.abc import Sequence

from concur_workloads.recorder.layout import Kind
from concur_workloads.recorder.reader import Record
from concur_workloads.results.snapshot import Span

#: With more records at once than this, tasks shorter than _SHORT_NS are told together if they
#: began within _TOGETHER_NS: no screen shows them apart, and there may be a million a second.
_MANY = 256
_SHORT_NS = 1_000_000
_TOGETHER_NS = 5_000_000

_KIND_WORDS = {Kind.TASK: "task", Kind.FAILED_TASK: "failed", Kind.WARM_UP: "warm-up"}


def spans_of(records: Sequence[Record], began_ns: int, first_place: int) -> list[Span]:
    """The records as spans, each lane's in their order.

    Of very many, short ones are merged: such a span begins with its first task and is as long as
    its tasks took together.
    """
    short_ns = _SHORT_NS if len(records) > _MANY else 0
    spans = []
    at = 0
    while at < len(records):
        lane, kind, task, _, start_ns, end_ns, cpu_ns = records[at]
        at += 1
        if end_ns - start_ns < short_ns:
            latest_start_ns = start_ns + _TOGETHER_NS
            while at < len(records):
                other_lane, other_kind, other, _, start, end, cpu = records[at]
                short = end - start < short_ns and start < latest_start_ns
                if not short or other_lane != lane or other_kind != kind:
                    break
                task = other
                end_ns += end - start
                cpu_ns += cpu
                at += 1
        spans.append(
            Span(
                lane=first_place + lane - 1,
                start_s=(start_ns - began_ns) / 1e9,
                end_s=(end_ns - began_ns) / 1e9,
                kind=_KIND_WORDS[kind],
                task=task,
                cpu_s=cpu_ns / 1e9,
            )
        )
    return spans
