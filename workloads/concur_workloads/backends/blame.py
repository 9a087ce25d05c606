"""Whose fault it was, where a library tells of an error but not of which task."""

from __future__ import annotations

import pickle
from collections.abc import Collection
from typing import NamedTuple

from concur_workloads.backends.base import Host
from concur_workloads.recorder.layout import Kind
from concur_workloads.recorder.reader import LaneReader
from concur_workloads.worker import make_argument


class Suspect(NamedTuple):
    """A task, and the lane of its worker if it reached one."""

    task: int
    lane: int | None


def those_that_raised(host: Host, number: int) -> list[Suspect]:
    """The tasks of a pass that raised, the earliest first, as far as the lanes still tell."""
    return _ended(host, number, Kind.FAILED_TASK)


def first_without_answer(host: Host, number: int, in_flight: Collection[int]) -> Suspect | None:
    """Of the tasks in flight that gave a result, the one that did so first: its never came."""
    ended = _ended(host, number, Kind.TASK)
    return next((suspect for suspect in ended if suspect.task in in_flight), None)


def _ended(host: Host, number: int, kind: Kind) -> list[Suspect]:
    found = []
    for lane in range(1, host.recording.layout.lanes + 1):
        for batch in LaneReader(host.recording, lane).drain():
            if (batch.number, batch.kind) == (number, kind):
                ends = zip(batch.ends_ns, batch.tasks)  # noqa: B905 - equally long
                found += [(end_ns, Suspect(task, lane)) for end_ns, task in ends]
    return [suspect for _, suspect in sorted(found)]


def first_unpicklable(host: Host, in_flight: Collection[int]) -> Suspect | None:
    """The first task in flight whose argument cannot be pickled."""
    for task in sorted(in_flight):
        try:
            pickle.dumps(make_argument(host.workload, task, host.settings))
        except Exception:  # noqa: BLE001 - whatever user code or the pickling of its objects raises
            return Suspect(task, None)
    return None
