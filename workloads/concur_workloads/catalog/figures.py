"""What tasks measure themselves, beside the time that they take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True)
class Figure:
    """Something that the tasks of a workload measure; `help` says what it is and how it was got.

    The values of a `summed` one add up over a run; of others the median counts.
    """

    name: str
    unit: str
    help: str
    summed: bool = False


class Outcome(NamedTuple):
    """What a task gives that has measured something: its result, and figures of its workload."""

    result: object
    figures: Mapping[str, float]


@dataclass(frozen=True)
class Measured:
    """What the tasks of one side of a run found for one figure, in the figure's unit."""

    count: int
    lowest: float
    median: float
    highest: float
    total: float
