"""What the same tasks came to on many mechanisms: one row a backend and start method."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from concur_workloads.results.ratio import Ratio
from concur_workloads.results.run_result import RunResult, Status
from concur_workloads.results.snapshot import RunSnapshot
from concur_workloads.results.trust import Trust, trust
from concur_workloads.spec import RunSpec

#: Raised by one with every change of the exported form.
MATRIX_SCHEMA = 2

RowStatus = Literal["waiting", "running", "completed", "failed", "cancelled", "unavailable"]


@dataclass(frozen=True)
class MatrixRow:
    """One mechanism; `spec` is what it runs, None where it cannot, and `cause` then says why.

    `peak_memory_bytes` is the most that its runner and workers were seen to hold together, None
    where they were never seen; `memory_origin` says what was added up. `agrees` tells whether its
    results are those of the other rows, None where it has none. `python` is which one runs it,
    empty where all rows have the same.
    """

    backend: str
    start_method: str | None
    spec: RunSpec | None
    status: RowStatus
    cause: str = ""
    result: RunResult | None = None
    peak_memory_bytes: int | None = None
    memory_origin: str | None = None
    agrees: bool | None = None
    python: str = ""

    @property
    def title(self) -> str:
        """Python, if there are several, backend and start method as one name."""
        how = f" ({self.start_method})" if self.start_method else ""
        where = f"{self.python}, " if self.python else ""
        return f"{where}{self.backend}{how}"

    @property
    def gil(self) -> bool | None:
        """Whether a worker had the GIL on while it ran tasks; None where that is not known."""
        environment = self.result.environment if self.result else None
        return environment.gil if environment else None

    @property
    def wall_s(self) -> float | None:
        """The median pass, in seconds."""
        return self.result.wall_s if self.result else None

    @property
    def startup_s(self) -> float | None:
        """Until all workers were ready, in seconds."""
        return self.result.phases.startup if self.result else None

    @property
    def dispatch_s(self) -> float | None:
        """What a worker waited for its next task, in seconds a task."""
        return self.result.phases.dispatch if self.result else None

    @property
    def speedup(self) -> Ratio | None:
        """Serial over this, in passes that took turns."""
        return self.result.speedup if self.result else None

    @property
    def trust(self) -> Trust | None:
        """How far its figures can be believed; None without any."""
        return trust(self.result) if self.result else None


@dataclass(frozen=True)
class MatrixSnapshot:
    """A matrix now: `current` is the place of the row under way, `run` how that goes."""

    rows: tuple[MatrixRow, ...]
    current: int | None
    run: RunSnapshot | None
    elapsed_s: float
    cancelling: bool

    @property
    def ended(self) -> int:
        """Rows that are over."""
        return sum(row.status in ("completed", "failed", "cancelled") for row in self.rows)

    @property
    def total(self) -> int:
        """Rows that can run."""
        return sum(row.spec is not None for row in self.rows)


@dataclass(frozen=True)
class MatrixResult:
    """The table: `status` is failed if a row is, or if results differ; `started_at_s` is the epoch.

    `spec` is what all rows have in common, with the settings that each takes.
    """

    spec: RunSpec
    status: Status
    rows: tuple[MatrixRow, ...]
    started_at_s: float
    took_s: float

    @property
    def agree(self) -> bool | None:
        """Whether all rows that gave results gave the same ones; None if none did."""
        told = [row.agrees for row in self.rows if row.agrees is not None]
        return all(told) if told else None


def compared(rows: Sequence[MatrixRow]) -> tuple[MatrixRow, ...]:
    """The rows with whether each has the results that most have; those of serial rank first."""
    results = [row.result for row in rows if row.result and row.result.checksum]
    serial = [each.checksum for each in results if each.spec.backend == "serial"]
    counted = Counter(each.checksum for each in results).most_common(1)
    expected = serial[0] if serial else counted[0][0] if counted else ""
    return tuple(replace(row, agrees=_agrees(row.result, expected)) for row in rows)


def _agrees(result: RunResult | None, expected: str) -> bool | None:
    if result is None or not result.checksum:
        return None
    return result.checksum == expected and result.checksum_matches is not False


def matrix_status(rows: Sequence[MatrixRow], *, cancelled: bool) -> Status:
    """What came of all rows together."""
    if any(row.status == "failed" or row.agrees is False for row in rows):
        return "failed"
    return "cancelled" if cancelled else "completed"
