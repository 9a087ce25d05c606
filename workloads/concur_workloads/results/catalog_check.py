"""Whether experiments come to what they must, on each backend that they claim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from concur_workloads.results.run_result import RunResult, Status
from concur_workloads.spec import RunSpec

#: Raised by one with every change of the exported form.
CHECK_SCHEMA = 1

Verdict = Literal["waiting", "right", "wrong", "cancelled", "unavailable"]


@dataclass(frozen=True)
class CheckRow:
    """One workload on one backend; `spec` is None where it cannot run here, and `cause` says why.

    `cause` also says what is wrong with an outcome; `took_s` includes the start of the runner.
    """

    workload: str
    family: str
    backend: str
    spec: RunSpec | None
    verdict: Verdict
    cause: str = ""
    checksum: str = ""
    took_s: float | None = None


@dataclass(frozen=True)
class CheckSnapshot:
    """A check under way: how many rows are over, of how many that can run."""

    ended: int
    total: int
    wrong: int
    elapsed_s: float


@dataclass(frozen=True)
class CheckResult:
    """All rows; `status` is failed if one is wrong."""

    status: Status
    rows: tuple[CheckRow, ...]
    started_at_s: float
    took_s: float


def judged(row: CheckRow, result: RunResult, fault: str, took_s: float) -> CheckRow:
    """A row with what became of its run; `fault` is what the workload itself finds wrong."""
    verdict: Verdict = "right"
    cause = ""
    if result.status != "completed":
        verdict = "cancelled" if result.status == "cancelled" else "wrong"
        cause = result.cause
    elif fault:
        verdict, cause = "wrong", fault
    return replace(row, verdict=verdict, cause=cause, checksum=result.checksum, took_s=took_s)


def compared_with_serial(rows: Sequence[CheckRow]) -> tuple[CheckRow, ...]:
    """The rows with those found wrong whose results are not those of the same workload serially.

    Where that does not run serially, the first row that is right stands for it.
    """
    expected: dict[str, str] = {}
    for row in rows:
        if row.verdict == "right" and row.checksum:
            expected.setdefault(row.workload, row.checksum)
            if row.backend == "serial":
                expected[row.workload] = row.checksum
    return tuple(
        replace(row, verdict="wrong", cause="its results differ from those of other backends")
        if row.verdict == "right" and row.checksum != expected.get(row.workload, row.checksum)
        else row
        for row in rows
    )
