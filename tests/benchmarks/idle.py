"""What the workbench takes and writes while nobody does anything, beside an empty Textual app."""

import time
from collections.abc import Iterator

from benchmarks.programs import COLUMNS, EMPTY_APP, ROWS
from benchmarks.row import Row, Target, median_of
from benchmarks.usage import usage_of
from support.pty_terminal import PtyTerminal
from support.real_workbench import workbench

_LIMIT_PERCENT = 0.5


def measure(*, quick: bool) -> Iterator[Row]:
    """Both at the same time, so that the machine is the same to them."""
    settle_s, window_s, windows = (0.5, 1.0, 1) if quick else (2.0, 10.0, 3)
    program, word = EMPTY_APP
    with (
        workbench(PtyTerminal, columns=COLUMNS, rows=ROWS) as ours,
        PtyTerminal(program, columns=COLUMNS, rows=ROWS) as empty,
    ):
        empty.wait_for(word)
        time.sleep(settle_s)
        found = [usage_of((ours, empty), window_s) for _ in range(windows)]
    yield Row(
        "idle",
        "CPU of the app",
        "%",
        median_of([workbench_.cpu_percent for workbench_, _ in found]),
        "empty Textual app",
        median_of([empty_.cpu_percent for _, empty_ in found]),
        target=Target(_LIMIT_PERCENT, "ours"),
    )
    yield Row(
        "idle",
        "written to the terminal",
        "B/s",
        median_of([workbench_.bytes_per_s for workbench_, _ in found]),
        "empty Textual app",
        median_of([empty_.bytes_per_s for _, empty_ in found]),
    )
