"""A row is right if its run ended well, its own figures hold, and results agree with serial."""

import pytest

from concur_workloads.results.catalog_check import (
    CheckRow,
    Verdict,
    compared_with_serial,
    judged,
)
from concur_workloads.results.run_result import Status
from support.run_results import a_result


def _row(backend: str, verdict: Verdict = "right", checksum: str = "c0ffee") -> CheckRow:
    return CheckRow("sum", "CPU-bound", backend, None, verdict, checksum=checksum)


@pytest.mark.parametrize(
    ("status", "fault", "verdict", "cause"),
    [
        ("completed", "", "right", ""),
        ("completed", "nothing was lost", "wrong", "nothing was lost"),
        ("failed", "", "wrong", "it broke"),
        ("cancelled", "", "cancelled", "it broke"),
    ],
)
def test_the_outcome_decides(status: Status, fault: str, verdict: Verdict, cause: str) -> None:
    result = a_result(status=status, cause="" if status == "completed" else "it broke")
    row = judged(_row("serial", "waiting", ""), result, fault, 0.5)
    assert (row.verdict, row.cause, row.took_s) == (verdict, cause, 0.5)


def test_a_row_whose_results_differ_from_serial_is_wrong() -> None:
    rows = compared_with_serial([_row("threads", checksum="bad"), _row("serial"), _row("pool")])
    assert [row.verdict for row in rows] == ["wrong", "right", "right"]
    assert "differ" in rows[0].cause


def test_without_a_serial_row_the_first_that_is_right_stands_for_it() -> None:
    rows = [_row("threads", "wrong", ""), _row("pool"), _row("processes", checksum="bad")]
    assert [row.verdict for row in compared_with_serial(rows)] == ["wrong", "right", "wrong"]
