"""A matrix as a person reads it at the end of `concur-tui matrix`."""

from collections.abc import Iterator

from concur_tui.formatting import count, counted, duration
from concur_tui.lint_words import limits_text
from concur_tui.matrix_rows import (
    HEADS,
    LEFT,
    PYTHON_HEADS,
    agreement,
    cells,
    doubts,
    lint_names,
    memory_note,
    remark,
)
from concur_tui.trust_words import LEGEND
from concur_workloads.api import LIMITS, NOTHING_SET, LintSettings, MatrixResult, MatrixRow


def matrix_table(result: MatrixResult, lints: LintSettings = NOTHING_SET) -> str:
    """The title, a line a row, and below them what went wrong and what the columns mean."""
    rows = result.rows
    lines = [_title(result), "", *_table(rows, lints), "", *_remarks(rows, lints)]
    notes = [
        agreement(result),
        "speed-up: over serial passes that took turns with each backend's own",
        "dispatch: what a worker waited for its next task",
        memory_note(result.rows),
        _trust_note(result.rows),
        _gil_note(result.rows),
        _limits_note(lints),
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


def _table(rows: tuple[MatrixRow, ...], lints: LintSettings) -> Iterator[str]:
    # Marks are for a table that fills in; here the remarks below say what became of a row.
    heads: tuple[str, ...] = HEADS[1:]
    if any(row.python for row in rows):
        heads = (*PYTHON_HEADS, *heads)
    lines = [dict(zip(heads, heads, strict=True))]
    lines += [cells(row, lints) for row in rows if row.result is not None]
    widths = {head: max(len(line[head]) for line in lines) for head in heads}
    for line in lines:
        aligned = (_aligned(head, line[head], widths[head]) for head in heads)
        yield f"  {'   '.join(aligned)}".rstrip()


def _aligned(head: str, text: str, width: int) -> str:
    return text.ljust(width) if head in LEFT else text.rjust(width)


def _gil_note(rows: tuple[MatrixRow, ...]) -> str:
    if not any(row.python for row in rows):
        return ""
    return (
        "GIL: whether it was on while tasks ran, asked in the workers after all imports; "
        "one each where workers do not share it"
    )


def _trust_note(rows: tuple[MatrixRow, ...]) -> str:
    return LEGEND if any(row.trust is not None for row in rows) else ""


def _limits_note(lints: LintSettings) -> str:
    changed = limits_text(lints.limits, LIMITS.values())
    return f"found: with limits of lints that were set, {changed}" if changed else ""


def _remarks(rows: tuple[MatrixRow, ...], lints: LintSettings) -> Iterator[str]:
    told = [
        f"  {row.title}: {text}"
        for row in rows
        for text in (remark(row), doubts(row), lint_names(row, lints))
        if text
    ]
    yield from told
    if told:
        yield ""
