"""`concur-tui matrix`: from options to one table of all backends."""

from argparse import Namespace

from concur_tui.command_line.exit_codes import OF_STATUS, ended_by
from concur_tui.command_line.matrix_table import matrix_table
from concur_tui.command_line.narration import Narration, Silence, narration, progress_text
from concur_tui.command_line.spec_from_options import rows_from_options
from concur_tui.command_line.standard_output import write_out
from concur_tui.formatting import count, duration
from concur_tui.headless import Ended, run_matrix_headless
from concur_workloads.api import (
    LogEntry,
    MatrixResult,
    MatrixSnapshot,
    matrix_csv,
    matrix_json,
)

#: Lines of the experiments that are not told: each row has a line of its own.
_ROUTINE = ("debug", "info")
_OWN_LINES = ("matrix", "stdout", "stderr")


def matrix(options: Namespace) -> int:
    """Run the rows that the options ask for, write the table, and return the exit code."""
    spec, rows = rows_from_options(options)
    told = narration(quiet=options.quiet)
    try:
        result = run_matrix_headless(spec, rows, _MatrixNarration(told))
    except Ended as ended:
        return ended_by(ended.number)
    finally:
        told.end()
    write_out(_report(result, options))
    return OF_STATUS[result.status]


def _report(result: MatrixResult, options: Namespace) -> str:
    if options.json:
        return f"{matrix_json(result)}\n"
    return matrix_csv(result) if options.csv else matrix_table(result)


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
