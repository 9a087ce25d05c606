"""Pictures of the matrix, with rows that are the same on every machine."""

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from concur_tui.screens.matrix import matrix_screen
from concur_workloads.api import MatrixRow, RunSpec
from support.workbench import Bench

_MECHANISMS = [
    ("serial", None),
    ("threading.Thread", None),
    ("asyncio", None),
    *(("multiprocessing.Process", how) for how in ("fork", "spawn", "forkserver")),
    *(("ProcessPoolExecutor", how) for how in ("fork", "spawn", "forkserver")),
]


def _rows(spec: RunSpec) -> tuple[MatrixRow, ...]:
    return (
        *(
            MatrixRow(name, how, spec.with_changes(backend=name, start_method=how), "waiting")
            for name, how in _MECHANISMS
        ),
        MatrixRow("joblib", None, None, "unavailable", "joblib is not installed"),
    )


@pytest.mark.parametrize(
    ("size", "theme", "is_over"),
    [((80, 24), "concur-dark", False), ((120, 40), "projector-light", True)],
    ids=["under-way-80x24", "ended-120x40"],
)
def test_the_table(
    snap_compare: Callable[..., bool],
    monkeypatch: pytest.MonkeyPatch,
    size: tuple[int, int],
    theme: str,
    is_over: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    monkeypatch.setattr(matrix_screen, "planned_rows", _rows)
    bench = Bench(theme)

    async def play(pilot: Pilot[Any]) -> None:
        await bench.opened(pilot)
        await bench.open_matrix(pilot)
        matrix = bench.matrices[-1]
        matrix.complete(2.0)
        matrix.complete(2.1)
        matrix.fail("Task 5 of the pass failed in worker 1: ValueError: it is odd.")
        matrix.complete(1.1)
        await bench.show_matrix(pilot)
        if is_over:
            await bench.end_matrix(pilot)
        await bench.press(pilot, "down", "down")

    assert snap_compare(bench.app, run_before=play, terminal_size=size)
