"""`concur-tui matrix`: from options to one table of all backends."""

import os
from argparse import Namespace
from functools import partial

from concur_tui.command_line.carry_out import Forms, carry_out
from concur_tui.command_line.lint_settings import lint_settings
from concur_tui.command_line.matrix_table import matrix_table
from concur_tui.command_line.narration import Narration, Silence, progress_text
from concur_tui.command_line.spec_from_options import rows_from_options
from concur_tui.formatting import count, duration
from concur_tui.headless import run_matrix_headless
from concur_workloads.api import LogEntry, MatrixSnapshot, matrix_csv, matrix_json

#: Lines of the experiments that are not told: each row has a line of its own.
_ROUTINE = ("debug", "info")
_OWN_LINES = ("matrix", "stdout", "stderr")


def matrix(options: Namespace) -> int:
    """Run the rows that the options ask for, write the table, and return the exit code."""
    lints = lint_settings(options, os.environ)
    spec, rows = rows_from_options(options)
    return carry_out(
        options,
        lambda narration: run_matrix_headless(spec, rows, _MatrixNarration(narration)),
        Forms(
            partial(matrix_table, lints=lints),
            partial(matrix_json, lints=lints),
            matrix_csv,
        ),
    )


class _MatrixNarration:
    """Tells how the rows go, and of each how it ended."""

    def __init__(self, told: Narration | Silence) -> None:
        self._told = told

    def log(self, entry: LogEntry) -> None:
        """A line, unless the table says it."""
        if entry.source in _OWN_LINES or entry.level not in _ROUTINE:
            self._told.log(entry)

    def progress(self, snapshot: MatrixSnapshot) -> None:
        """Which row it is at, and how that goes."""
        if snapshot.current is None or snapshot.run is None:
            return
        row = snapshot.rows[snapshot.current]
        place = f"{count(snapshot.ended + 1)} of {count(snapshot.total)}"
        gone = f"{duration(snapshot.elapsed_s)} gone"
        self._told.show(" · ".join([place, row.title, progress_text(snapshot.run), gone]))
