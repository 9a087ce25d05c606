"""Rows are compared by their results, with those of serial as the measure."""

from typing import Any

import pytest

from concur_workloads.results.matrix import MatrixRow, RowStatus, compared, matrix_status
from support.run_results import a_failed_result, a_result


def _row(backend: str, checksum: str, status: RowStatus = "completed", **changes: Any) -> MatrixRow:
    spec = a_result().spec.with_changes(backend=backend)
    result = a_result(spec=spec, checksum=checksum, **changes)
    return MatrixRow(backend, None, spec, status, result=result)


_FAILED = MatrixRow("asyncio", None, a_result().spec, "failed", "why", a_failed_result())
_UNAVAILABLE = MatrixRow("joblib", None, None, "unavailable", "not installed")


def test_equal_results_agree_and_rows_without_have_no_say() -> None:
    rows = compared([_row("serial", "a"), _FAILED, _row("threading.Thread", "a"), _UNAVAILABLE])
    assert [row.agrees for row in rows] == [True, None, True, None]


def test_serial_is_right_also_against_a_majority() -> None:
    rows = compared([_row("asyncio", "b"), _row("threading.Thread", "b"), _row("serial", "a")])
    assert [row.agrees for row in rows] == [False, False, True]


def test_without_serial_the_majority_is_right() -> None:
    backends = ("asyncio", "threading.Thread", "ProcessPoolExecutor")
    rows = compared([_row(name, sum_) for name, sum_ in zip(backends, "abb", strict=True)])
    assert [row.agrees for row in rows] == [False, True, True]


def test_a_row_that_differs_from_its_own_serial_passes_does_not_agree() -> None:
    (row,) = compared([_row("asyncio", "a", checksum_matches=False)])
    assert row.agrees is False


@pytest.mark.parametrize(
    ("rows", "status", "when_cancelled"),
    [
        ([_row("serial", "a"), _UNAVAILABLE], "completed", "cancelled"),
        ([_row("serial", "a"), _FAILED], "failed", "failed"),
        ([_row("serial", "a"), _row("asyncio", "b")], "failed", "failed"),
    ],
)
def test_the_status_of_all(rows: list[MatrixRow], status: str, when_cancelled: str) -> None:
    assert matrix_status(compared(rows), cancelled=False) == status
    assert matrix_status(compared(rows), cancelled=True) == when_cancelled
