"""Readers and writers: whom a lock prefers, and who starves."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from concur_workloads.catalog.figures import Figure, Measured, Outcome
from concur_workloads.catalog.percentile import percentile
from concur_workloads.catalog.shared_state.common_ground import (
    BACKENDS,
    ELSEWHERE,
    numbers,
    primitives,
)
from concur_workloads.catalog.shared_state.partners import Partners, make_partners
from concur_workloads.catalog.shared_state.readers_writers_lock import (
    NUMBERS,
    PREFERENCES,
    ReadersWriterLock,
)
from concur_workloads.catalog.shared_state.spending import HOW, spend
from concur_workloads.catalog.stage import Stage
from concur_workloads.catalog.workload import WARM_UP_TASK, Settings, Workload
from concur_workloads.parameter import Parameter


@dataclass
class Record:
    """What is read and written: two numbers that are equal unless a writer is at work."""

    partners: Partners
    lock: ReadersWriterLock
    halves: Any

    def read(self, milliseconds: float, how: str) -> None:
        """Raises ValueError if somebody writes meanwhile."""
        before = self.halves[0]
        spend(milliseconds, how)
        if not before == self.halves[0] == self.halves[1]:
            raise ValueError("a reader saw what a writer had only half written")

    def write(self, milliseconds: float, how: str) -> None:
        """Raises ValueError if somebody else writes meanwhile."""
        before = self.halves[0]
        self.halves[0] = before + 1
        spend(milliseconds, how)
        if self.halves[1] != before:
            raise ValueError("two writers wrote at once")
        self.halves[1] = before + 1


@contextmanager
def _record(settings: Settings, stage: Stage) -> Iterator[dict[str, Any]]:
    lock = ReadersWriterLock(
        primitives(stage).Condition(), numbers(stage, NUMBERS), settings["preference"]
    )
    yield {"record": Record(make_partners(stage), lock, numbers(stage, 2))}


def _read_or_write(task: int, settings: Settings) -> Outcome | float:
    length_ms: float = settings["length_ms"]
    if task == WARM_UP_TASK:
        return length_ms
    record: Record = settings["record"]
    worker: int = settings["here"].worker
    writes = worker <= settings["writers"]
    waits_s: list[float] = []
    with record.partners.at_work(worker):
        record.partners.gather(worker)
        began_ns = time.monotonic_ns()
        end_ns = began_ns + length_ms * 1e6
        while time.monotonic_ns() < end_ns:
            uneven = _uneven(worker, len(waits_s))
            waits_s.append(_use(record, settings, uneven, writes=writes))
            spend(settings["pause_ms"] * uneven, settings["how"])
        took_s = (time.monotonic_ns() - began_ns) / 1e9
        record.partners.gather(worker)
    who, done = ("writer", "writes") if writes else ("reader", "reads")
    figures = {
        f"{who}'s wait": percentile(waits_s, 50),
        f"{who}'s max": max(waits_s),
        done: len(waits_s) / took_s,
    }
    return Outcome(length_ms, figures)


def _uneven(worker: int, visit: int) -> float:
    """From 0.5 to 1.5, another for each visit: visits of one length would come in step."""
    return 0.5 + (worker * 0.382 + visit * 0.618) % 1


def _use(record: Record, settings: Settings, uneven: float, *, writes: bool) -> float:
    """Be inside once; how long that was waited for, in seconds."""
    lock, how = record.lock, settings["how"]
    asked_ns = time.monotonic_ns()
    with lock.writing() if writes else lock.reading():
        got_ns = time.monotonic_ns()
        if writes:
            record.write(settings["write_ms"] * uneven, how)
        else:
            record.read(settings["read_ms"] * uneven, how)
    return (got_ns - asked_ns) / 1e9


def _verify(measured: Mapping[str, Measured], _settings: Settings) -> str:
    missing = [each for each in ("reads", "writes") if each not in measured]
    return f"there are no {' and no '.join(missing)}" if missing else ""


WORKLOADS = (
    Workload(
        name="readers-writers",
        title="readers and writers",
        family="Shared state",
        kind="waits for a readers-writer lock",
        summary=(
            "The first workers write and all others read, under a lock for many readers or one "
            "writer."
        ),
        look_at=(
            "Change whom the lock prefers, and compare the longest waits and what a reader and a "
            "writer get done. When readers come first and there is always one inside, see what is "
            "left for the writer: that is starvation. Then see what fair costs the readers."
        ),
        parameters=(
            Parameter(
                "preference", "readers", "who goes first when both wait", choices=PREFERENCES
            ),
            Parameter("writers", 1, "how many of the workers write", 1, 1_000),
            Parameter("length_ms", 200.0, "how long a round is", 1, 600_000, unit="ms"),
            Parameter(
                "read_ms",
                2.0,
                "how long a reader is inside, half as much more or less",
                0,
                10_000,
                unit="ms",
            ),
            Parameter("write_ms", 2.0, "the same of a writer", 0, 10_000, unit="ms"),
            Parameter("pause_ms", 0.2, "how long each stays away in between", 0, 10_000, unit="ms"),
            HOW,
        ),
        body=_read_or_write,
        fixture=_record,
        baseline=False,
        figures=tuple(
            figure
            for who, done in (("reader", "reads"), ("writer", "writes"))
            for figure in (
                Figure(f"{who}'s wait", "s", f"median wait of a {who} in a round"),
                Figure(f"{who}'s max", "s", f"longest wait of a {who} in a round"),
                Figure(done, "1/s", f"{done} of one {who} by the time of the round"),
            )
        ),
        backends=BACKENDS,
        elsewhere=ELSEWHERE,
        together=True,
        fewest_workers=3,
        verify=_verify,
        smallest={"length_ms": 10.0},
        # A multiple of its three workers.
        smallest_tasks=6,
    ),
)
