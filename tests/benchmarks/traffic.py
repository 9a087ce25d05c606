"""What the workbench writes and takes while a run is on, with the cell diff and without it."""

import time
from collections.abc import Iterator

from benchmarks.programs import COLUMNS, ROWS, busy_workbench
from benchmarks.row import Row, Target, compared
from benchmarks.usage import Usage, usage_of
from concur_workloads.api import usable_cpus

_LIMIT_KB_PER_S = 15.0


def measure(*, quick: bool) -> Iterator[Row]:
    """A worker process for each CPU, at the default refresh, the two in turns."""
    settle_s, window_s, pairs = (0.5, 1.0, 1) if quick else (2.0, 6.0, 3)
    with_diff: list[Usage] = []
    without: list[Usage] = []
    for pair in range(pairs):
        for switch in "10" if pair % 2 == 0 else "01":
            with busy_workbench(usable_cpus().count, {"CONCUR_TUI_CELL_DIFF": switch}) as terminal:
                time.sleep(settle_s)
                (used,) = usage_of([terminal], window_s)
                (with_diff if switch == "1" else without).append(used)
    written = [each.bytes_per_s / 1e3 for each in with_diff]
    written_without = [each.bytes_per_s / 1e3 for each in without]
    yield compared(
        "during a run",
        f"written to {COLUMNS}x{ROWS}",
        "kB/s",
        written,
        "without the cell diff",
        written_without,
        Target(_LIMIT_KB_PER_S, "ours"),
    )
    taken = [each.cpu_percent for each in with_diff]
    taken_without = [each.cpu_percent for each in without]
    yield compared(
        "during a run",
        "CPU of the app",
        "%",
        taken,
        "without the cell diff",
        taken_without,
    )
