"""A real matrix: every mechanism on the same tasks, what fails stays a row, all can be ended."""

import asyncio
import sys

import pytest

from concur_workloads.api import LogEntry, Matrix, MatrixResult, RunSpec, planned_rows
from support.experiments import LIMIT_S
from support.leftovers import nothing_left_behind

_SPEC = RunSpec("sum-of-squares", {"terms": 2_000}, workers=2, tasks=6, repeats=2)
_CHOSEN = ["serial", "threading.Thread", "multiprocessing.Process"]


async def _run(matrix: Matrix) -> MatrixResult:
    return await asyncio.wait_for(matrix.run(), LIMIT_S)


async def test_rows_of_one_matrix_agree() -> None:
    log: list[LogEntry] = []
    matrix = Matrix(_SPEC, planned_rows(_SPEC, _CHOSEN, ["fork"]), log.append)
    with nothing_left_behind():
        result = await _run(matrix)
    assert (result.status, result.agree) == ("completed", True)
    serial, *others = result.rows
    assert serial.speedup is None
    assert all(row.speedup is not None and row.speedup.pairs == 2 for row in others)
    assert all(row.peak_memory_bytes for row in result.rows)
    if sys.platform == "linux":
        assert {row.memory_origin for row in result.rows} == {"PSS"}
    told = [entry.text.partition(",")[0] for entry in log if entry.source == "matrix"]
    assert told == [f"{row.title}: completed" for row in result.rows]


async def test_a_row_that_fails_says_why_and_the_others_go_on() -> None:
    spec = RunSpec("misbehave", {"fault": "SIGKILL", "at_task": 1}, workers=2, tasks=4, repeats=1)
    matrix = Matrix(spec, planned_rows(spec, _CHOSEN, ["fork"]), lambda _entry: None)
    with nothing_left_behind():
        result = await _run(matrix)
    assert result.status == "failed"
    assert [row.status for row in result.rows] == ["failed"] * 3
    assert [("SIGKILL" in row.cause, row.agrees) for row in result.rows] == [(True, None)] * 3


@pytest.mark.parametrize(("how", "status"), [("cancel", "cancelled"), ("kill", "failed")])
async def test_it_can_be_ended_in_the_middle(how: str, status: str) -> None:
    spec = RunSpec("print-numbers", {"numbers": 2, "pause_s": 0.01}, tasks=100_000, repeats=1)
    names = ["threading.Thread", "multiprocessing.Process"]
    begun = asyncio.Event()

    def log(entry: LogEntry) -> None:
        if entry.source == "stdout":
            begun.set()

    matrix = Matrix(spec, planned_rows(spec, names, ["fork"]), log)
    with nothing_left_behind():
        running = asyncio.create_task(_run(matrix))
        await begun.wait()
        look = matrix.snapshot()
        assert (look.current, look.ended, look.total) == (0, 0, 2)
        assert look.rows[0].status == "running"
        getattr(matrix, how)()
        result = await running
    assert [row.status for row in result.rows] == [status, "cancelled"]
    assert result.rows[1].result is None
