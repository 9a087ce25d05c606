"""One reading of a control block, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from concur_workloads.observer.python_frames.frame_look import FrameLook

#: Whether each thread of a process has its own, or all of them share it; or, as with a session,
#: also other processes do: those whose value is the same.
Scope = Literal["thread", "process", "common"]

#: A number in the unit of its field, or words.
FieldValue = int | float | str


@dataclass(frozen=True)
class Field:
    """What a control block has one value of; `source` is where that comes from.

    `help` says what it is in a textbook's words; `unit` is empty for plain numbers and words.
    """

    group: str
    name: str
    unit: str
    scope: Scope
    source: str
    help: str


class FieldReading(NamedTuple):
    """What a field was at one moment; without a value `missing` says why there is none."""

    field: Field
    value: FieldValue | None
    missing: str = ""


@dataclass(frozen=True)
class ControlBlock:
    """All fields of one thread at one moment, `at_ns` on CLOCK_MONOTONIC.

    `frames` are those that were asked for last.
    """

    pid: int
    tid: int
    at_ns: int
    readings: tuple[FieldReading, ...]
    frames: FrameLook

    def value(self, name: str) -> FieldValue | None:
        """The value of a field; None if it could not be had. Raises KeyError for no field."""
        for each in self.readings:
            if each.field.name == name:
                return each.value
        raise KeyError(name)
