"""The reading side: from any process, while the writers run or after they died."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from concur_workloads.recorder.batch import Batch, Record
from concur_workloads.recorder.layout import (
    IDENTITY,
    IDENTITY_OFFSET,
    LANE_HEADER_SIZE,
    RECORD,
    STANDING,
    STANDING_OFFSET,
    Gate,
    Kind,
    State,
    parts_of_stage,
)
from concur_workloads.recorder.recording import Recording

#: A writer changes its standing twice a task, so a reading that it disturbed is taken again.
_READ_AGAIN = 1_000

#: How many of the newest records are searched for one task; fewer than any ring holds.
_FIND_AMONG = 200


_KINDS = {int(kind): kind for kind in Kind}
_FIGURE = int(Kind.FIGURE)
_PAUSED = int(Gate.PAUSED)

#: Where the parts of a record lie, counted in units of their own size: 8, 4 and 2 bytes.
_INDEX, _START, _END, _CPU, _TASK = range(5)
_NUMBER, _KIND = 10, 22

#: The parts of a record that are the totals of the lane with it.
_TOTALS = slice(7, None)

#: What stands for the newest record where there is none.
_NO_RECORD = (0,) * 11

#: Up to so many records are unpacked one by one.
_FEW = 8


class LaneIdentity(NamedTuple):
    """Who writes a lane; all zero before a worker has taken it."""

    pid: int
    native_id: int
    created_ns: int
    ready_ns: int


class LaneStatus(NamedTuple):
    """What the writer of a lane said last: `task` is -1 when it is on none."""

    state: State
    task: int
    number: int
    since_ns: int


class LaneCounters(NamedTuple):
    """Exact totals of a lane, whatever its ring still holds; warm-up counts in `written` only."""

    written: int
    ok: int
    failed: int
    busy_ns: int
    cpu_ns: int

    @property
    def on_cpu_s(self) -> float:
        """Time on a CPU in seconds, which is neither below nothing nor above what tasks lasted.

        Of the shortest tasks most of it is the clocks' own cost, which is taken out as it usually
        is: the rest may come out as either.
        """
        return min(max(0, self.cpu_ns), self.busy_ns) / 1e9


class LaneReader:
    """Reads one lane; `missed` counts records that were overwritten before they could be read."""

    def __init__(self, recording: Recording, lane: int) -> None:
        self.lane = lane
        self.missed = 0
        self._memory = recording.memory
        self._offset = recording.layout.lane_offset(lane)
        self._capacity = recording.layout.capacity
        self._next = 0
        self._words = recording.words
        self._standing_at = self._offset + STANDING_OFFSET
        self._since_at = self._standing_at // 8 + 2
        self._written_at = self._standing_at // 8 + 3
        self._gate = recording.gate_word
        self._known_version = -1
        self._known: tuple[LaneStatus, LaneCounters]

    @property
    def version(self) -> int:
        """Grows with everything that the writer publishes; equal versions, equal readings."""
        version: int = self._words[self._since_at] + self._words[self._written_at]
        return version

    @property
    def is_held(self) -> bool:
        """Whether its writer may begin no task, because the run is paused."""
        return bool(self._gate[0] == _PAUSED)

    def identity(self) -> LaneIdentity:
        """Who writes the lane."""
        values = IDENTITY.unpack_from(self._memory, self._offset + IDENTITY_OFFSET)
        return LaneIdentity(*values)

    def status(self) -> LaneStatus:
        """What the writer does now, or did last."""
        return self._standing()[0]

    def counters(self) -> LaneCounters:
        """The totals now, as the writer published them together."""
        return self._standing()[1]

    def drain(self, most: int | None = None) -> list[Batch]:
        """The records written since the last call that are still there, oldest first.

        No more than `most`: then those left are read by the next call, unless they fill half the
        ring, in which case the newest are read and the others count as missed.
        """
        end = self._words[self._written_at]
        if end == self._next:
            return []
        oldest = max(self._next, end - self._capacity)
        if most is not None and end - oldest > self._capacity // 2:
            oldest = max(oldest, end - most)
        written = end if most is None else min(end, oldest + most)
        announced = range(oldest + 1, written + 1)
        found, columns = (self._few if len(announced) <= _FEW else self._many)(oldest, written)
        # While we copied, the writer may have come round again.
        overtaken = self._words[self._written_at] - self._capacity
        if overtaken >= oldest or found != list(announced):
            kept = self._whole(found, announced, overtaken)
            columns = [[column[place] for place in kept] for column in columns]
        self.missed += written - self._next - len(columns[0])
        self._next = written
        return list(self._batches(columns))

    def _few(self, first: int, after: int) -> tuple[list[int], list[list[int]]]:
        """Index, then task, start, end, CPU, pass and kind of some records: one by one."""
        raws = [self._raw(index) for index in range(first, after)]
        columns = [[raw[at] for raw in raws] for at in (_INDEX, _TASK, _START, _END, _CPU, 5, 6)]
        return columns[0], columns[1:]

    def _many(self, first: int, after: int) -> tuple[list[int], list[list[int]]]:
        """The same, column by column, which takes longer to set up and less for each."""
        copied = memoryview(self._copy(first, after))
        words = copied.cast("q")
        width = RECORD.size // 8
        columns = [words[at::width].tolist() for at in (_TASK, _START, _END, _CPU)]
        columns.append(copied.cast("I")[_NUMBER :: 2 * width].tolist())
        columns.append(copied.cast("H")[_KIND :: 4 * width].tolist())
        return words[_INDEX::width].tolist(), columns

    def _whole(self, found: list[int], announced: range, overtaken: int) -> list[int]:
        """The places of the records that are whole.

        Any that the writer has overtaken or may be overwriting at this moment counts only if its
        slot still bears its index.
        """
        return [
            place
            for place, index in enumerate(announced)
            if found[place] == index and (index > overtaken + 1 or self._raw(index - 1)[0] == index)
        ]

    def _batches(self, columns: list[list[int]]) -> Iterator[Batch]:
        """Cut the columns wherever kind or pass change, which is hardly ever.

        Figures stand between tasks, so they are taken out first.
        """
        if _FIGURE in columns[5]:
            rest = [place for place, kind in enumerate(columns[5]) if kind != _FIGURE]
            figures = [place for place, kind in enumerate(columns[5]) if kind == _FIGURE]
            for places in (rest, figures):
                yield from self._cut([[column[place] for place in places] for column in columns])
        else:
            yield from self._cut(columns)

    def _cut(self, columns: list[list[int]]) -> Iterator[Batch]:
        numbers, kinds = columns[4:]
        if not numbers:
            return
        changes: list[int] = []
        if len(set(numbers)) > 1 or len(set(kinds)) > 1:
            tags = list(zip(numbers, kinds))  # noqa: B905 - equally long
            changes = [at for at in range(1, len(tags)) if tags[at] != tags[at - 1]]
        start = 0
        for end in (*changes, len(numbers)):
            parts = [column[start:end] for column in columns[:4]]
            yield Batch.of(self.lane, _KINDS[kinds[start]], numbers[start], *parts)
            start = end

    def _copy(self, first: int, after: int) -> bytes:
        """The slots of some records, at most a ring full of them, as they are now."""
        ring = self._offset + LANE_HEADER_SIZE
        start = ring + (first & (self._capacity - 1)) * RECORD.size
        end = start + (after - first) * RECORD.size
        ring_end = ring + self._capacity * RECORD.size
        if end <= ring_end:
            return self._memory[start:end]
        return self._memory[start:ring_end] + self._memory[ring : ring + end - ring_end]

    def find(self, number: int, task: int) -> Record | None:
        """The record of a task of pass `number` if it is among the newest; else None."""
        for record in self._newest():
            if record.task == task and record.number == number and record.kind is not Kind.FIGURE:
                return record
        return None

    def last_end_in(self, number: int) -> int | None:
        """When the last task of pass `number` ended, if it is among the newest records."""
        kinds = (Kind.TASK, Kind.FAILED_TASK)
        ended = (each for each in self._newest() if each.number == number and each.kind in kinds)
        return next((each.end_ns for each in ended), None)

    def newest_failure(self) -> Record | None:
        """The last task that failed, if it is among the newest records; else None."""
        return next((each for each in self._newest() if each.kind is Kind.FAILED_TASK), None)

    def _newest(self) -> Iterator[Record]:
        """Some records, the last one first."""
        written = self._words[self._written_at]
        for index in range(written - 1, max(-1, written - 1 - _FIND_AMONG), -1):
            raw = self._raw(index)
            if raw[0] == index + 1:
                yield self._record(raw)

    def _standing(self) -> tuple[LaneStatus, LaneCounters]:
        """Status and totals as the writer published them together."""
        version = self.version
        if version == self._known_version:
            return self._known
        for _ in range(_READ_AGAIN):
            version = self.version
            task, stage, since_ns, written = STANDING.unpack_from(self._memory, self._standing_at)
            newest = self._raw(written - 1) if written else _NO_RECORD
            if newest[0] == written and self.version == version:
                self._known_version = version
                break
        state, number = parts_of_stage(stage)
        status = LaneStatus(state, task, number, since_ns)
        ended_ns = newest[2]
        if written and ended_ns >= since_ns:
            status = LaneStatus(State.IDLE, -1, newest[5], ended_ns)
        self._known = (status, LaneCounters(written, *newest[_TOTALS]))
        return self._known

    def _raw(self, index: int) -> tuple[int, ...]:
        slot = index & (self._capacity - 1)
        return RECORD.unpack_from(
            self._memory, self._offset + LANE_HEADER_SIZE + slot * RECORD.size
        )

    def _record(self, raw: tuple[int, ...]) -> Record:
        _, start_ns, end_ns, cpu_ns, task, number, kind = raw[:7]
        return Record(self.lane, _KINDS[kind], task, number, start_ns, end_ns, cpu_ns)
