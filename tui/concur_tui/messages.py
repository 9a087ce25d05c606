"""What a run tells the screen: frozen facts, posted by the run controller."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from concur_tui.own_cost import OwnCost
    from concur_workloads.api import (
        BreakEvenResult,
        BreakEvenSnapshot,
        FoundSoFar,
        LogEntry,
        MatrixResult,
        MatrixSnapshot,
        RunResult,
        RunSnapshot,
        RunSpec,
        SystemSample,
    )


class RunStarted(Message, bubble=False):
    """A run of `spec` has begun."""

    def __init__(self, spec: RunSpec) -> None:
        super().__init__()
        self.spec = spec


class SnapshotTaken(Message, bubble=False):
    """How the run looks now; its spans are what is new since the previous one."""

    def __init__(self, snapshot: RunSnapshot) -> None:
        super().__init__()
        self.snapshot = snapshot


class SystemSampled(Message, bubble=False):
    """What the operating system says at `elapsed_s` seconds into the run."""

    def __init__(self, sample: SystemSample, elapsed_s: float) -> None:
        super().__init__()
        self.sample = sample
        self.elapsed_s = elapsed_s


class CostSeen(Message, bubble=False):
    """What concur-tui itself has cost in the last second or so."""

    def __init__(self, cost: OwnCost) -> None:
        super().__init__()
        self.cost = cost


class FindingsSeen(Message, bubble=False):
    """What the evidence so far supports."""

    def __init__(self, found: FoundSoFar) -> None:
        super().__init__()
        self.found = found


class LogReceived(Message, bubble=False):
    """Lines for the log, oldest first."""

    def __init__(self, entries: tuple[LogEntry, ...]) -> None:
        super().__init__()
        self.entries = entries


class RunEnded(Message, bubble=False):
    """The run is over and has left no process."""

    def __init__(self, result: RunResult) -> None:
        super().__init__()
        self.result = result


class MatrixSeen(Message, bubble=False):
    """How the rows of the matrix under way stand now."""

    def __init__(self, snapshot: MatrixSnapshot) -> None:
        super().__init__()
        self.snapshot = snapshot


class MatrixEnded(Message, bubble=False):
    """The matrix is over and has left no process."""

    def __init__(self, result: MatrixResult) -> None:
        super().__init__()
        self.result = result


class BreakEvenSeen(Message, bubble=False):
    """How the lines of the search for the break-even stand now."""

    def __init__(self, snapshot: BreakEvenSnapshot) -> None:
        super().__init__()
        self.snapshot = snapshot


class BreakEvenEnded(Message, bubble=False):
    """The search for the break-even is over and has left no process."""

    def __init__(self, result: BreakEvenResult) -> None:
        super().__init__()
        self.result = result
