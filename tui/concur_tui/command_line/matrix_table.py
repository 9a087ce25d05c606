"""A matrix as a person reads it at the end of `concur-tui matrix`."""

from collections.abc import Iterator

from concur_tui.formatting import count, counted, duration
from concur_tui.matrix_rows import HEADS, agreement, cells, memory_note, remark
from concur_workloads.api import MatrixResult, MatrixRow


def matrix_table(result: MatrixResult) -> str:
    """The title, a line a row, and below them what went wrong and what the columns mean."""
    lines = [_title(result), "", *_table(result.rows), "", *_remarks(result.rows)]
    notes = [
        agreement(result),
        "speed-up: over serial passes that took turns with each backend's own",
        "dispatch: what a worker waited for its next task",
        memory_note(result.rows),
    ]
    return "\n".join([*lines, *filter(None, notes)]) + "\n"


def _title(result: MatrixResult) -> str:
    spec = result.spec
    parts = [
        spec.workload,
        f"{count(spec.tasks)} tasks",
        counted(spec.workers, "worker"),
        counted(spec.repeats, "repeat"),
        f"took {duration(result.took_s)}",
    ]
    return " · ".join(parts)


def _table(rows: tuple[MatrixRow, ...]) -> Iterator[str]:
    table = [HEADS, *(cells(row) for row in rows if row.result is not None)]
    widths = [max(len(line[column]) for line in table) for column in range(len(HEADS))]
    for first, *others in table:
        right = [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
        yield "   ".join([f"  {first:<{widths[0]}}", *right]).rstrip()


def _remarks(rows: tuple[MatrixRow, ...]) -> Iterator[str]:
    told = [(row.title, remark(row)) for row in rows if remark(row)]
    for title, text in told:
        yield f"  {title}: {text}"
    if told:
        yield ""
