"""Under what conditions a worker runs its tasks, kept in its lane."""

from __future__ import annotations

from dataclasses import dataclass

from concur_workloads.recorder.layout import CONDITIONS, CONDITIONS_OFFSET
from concur_workloads.recorder.recording import Recording

_OFF, _ON = 1, 2


@dataclass(frozen=True)
class LaneConditions:
    """Whether the GIL was on, and how long a thread may keep it, when a worker looked last."""

    gil: bool
    switch_interval_s: float


def write_conditions(recording: Recording, lane: int, found: LaneConditions) -> None:
    """Say what the worker of a lane has found."""
    offset = recording.layout.lane_offset(lane) + CONDITIONS_OFFSET
    gil = _ON if found.gil else _OFF
    CONDITIONS.pack_into(recording.memory, offset, gil, found.switch_interval_s)


def read_conditions(recording: Recording, lane: int) -> LaneConditions | None:
    """What the worker of a lane has found; None if it has not looked yet."""
    offset = recording.layout.lane_offset(lane) + CONDITIONS_OFFSET
    gil, switch_interval_s = CONDITIONS.unpack_from(recording.memory, offset)
    return LaneConditions(gil == _ON, switch_interval_s) if gil else None
