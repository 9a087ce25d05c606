"""Records as the batches that a reader would make of them, and back."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from concur_workloads.recorder.batch import Batch, Record


def batches(records: Sequence[Record]) -> list[Batch]:
    """One batch for each stretch of records of the same lane, kind and pass."""
    return [
        Batch.of(
            *key,
            [each.task for each in group],
            [each.start_ns for each in group],
            [each.end_ns for each in group],
            [each.cpu_ns for each in group],
        )
        for key, stretch in groupby(records, lambda each: (each.lane, each.kind, each.number))
        for group in [list(stretch)]
    ]


def records_of(found: Iterable[Batch]) -> list[Record]:
    """The records of batches, one after the other."""
    return [record for batch in found for record in batch.records()]
