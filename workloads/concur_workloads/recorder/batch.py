"""Records that were read together, column by column: there may be a million a second."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from operator import sub
from typing import NamedTuple

from concur_workloads.recorder.layout import Kind


class Record(NamedTuple):
    """One finished task; times are CLOCK_MONOTONIC nanoseconds, `cpu_ns` is time on a CPU."""

    lane: int
    kind: Kind
    task: int
    number: int
    start_ns: int
    end_ns: int
    cpu_ns: int


@dataclass(frozen=True)
class Batch:
    """Records of one lane, one kind and one pass in the order in which they were written.

    There is at least one. The columns are equally long; their numbers mean what they mean in a
    Record.
    """

    lane: int
    kind: Kind
    number: int
    tasks: list[int]
    starts_ns: list[int]
    ends_ns: list[int]
    cpus_ns: list[int]
    durations_ns: list[int]

    @classmethod
    def of(
        cls,
        lane: int,
        kind: Kind,
        number: int,
        tasks: list[int],
        starts_ns: list[int],
        ends_ns: list[int],
        cpus_ns: list[int],
    ) -> Batch:
        """A batch with its durations."""
        durations_ns = list(map(sub, ends_ns, starts_ns))
        return cls(lane, kind, number, tasks, starts_ns, ends_ns, cpus_ns, durations_ns)

    def __len__(self) -> int:
        return len(self.tasks)

    def records(self) -> Iterator[Record]:
        """One by one."""
        columns = zip(self.tasks, self.starts_ns, self.ends_ns, self.cpus_ns)  # noqa: B905 - they are
        for task, start_ns, end_ns, cpu_ns in columns:
            yield Record(self.lane, self.kind, task, self.number, start_ns, end_ns, cpu_ns)
