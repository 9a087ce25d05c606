"""From records to the spans that a lane on the screen shows."""

from collections.abc import Sequence

from concur_workloads.recorder.layout import Kind
from concur_workloads.recorder.reader import Record
from concur_workloads.results.snapshot import Span

#: Tasks shorter than this are told together, as far as they began within the other: a screen
#: cannot show them apart, and there may be a million a second.
_SHORT_NS = 1_000_000
_TOGETHER_NS = 5_000_000

_KIND_WORDS = {Kind.TASK: "task", Kind.FAILED_TASK: "failed", Kind.WARM_UP: "warm-up"}


def spans_of(records: Sequence[Record], began_ns: int, first_place: int) -> list[Span]:
    """The records as spans, each lane's in their order; short tasks are merged.

    A merged span begins with its first task and is as long as its tasks took together.
    """
    spans = []
    at = 0
    while at < len(records):
        lane, kind, task, _, start_ns, end_ns, cpu_ns = records[at]
        at += 1
        if end_ns - start_ns < _SHORT_NS:
            latest_start_ns = start_ns + _TOGETHER_NS
            while at < len(records):
                other_lane, other_kind, other, _, start, end, cpu = records[at]
                short = end - start < _SHORT_NS and start < latest_start_ns
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
