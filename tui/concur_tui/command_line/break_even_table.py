"""A search for the break-even as a person reads it."""

import statistics
from collections.abc import Iterator, Sequence

from concur_tui.break_even_words import (
    doubt_note,
    found,
    short_break_even,
    speedup_with_interval,
    work_words,
)
from concur_tui.formatting import counted, duration, seconds
from concur_workloads.api import (
    BreakEvenLine,
    BreakEvenPoint,
    BreakEvenResult,
    Environment,
)

_BREAK_EVEN = "break-even"
_NOTES = (
    "speed-up over serial passes that took turns, with its 95 % interval; * beats serial",
    "~ noisy, ! not trustworthy: --json and --csv have the reasons",
    "a task took: median of the serial passes at that size",
    "Workers were ready and warm; creating them is not in these figures.",
)


def break_even_table(result: BreakEvenResult) -> str:
    """The title, a table for each kind of work, the break-even of each mechanism, and notes."""
    lines = [_title(result)]
    works = dict.fromkeys(line.work for line in result.lines)
    for work in works:
        of_work = [line for line in result.lines if line.work == work]
        measured = [line for line in of_work if line.points]
        lines += ["", f"  {work_words(work)}", ""]
        if measured:
            lines += _table(measured, result.sizes_s)
            lines += ["", *(f"  {line.title}: {found(line)}" for line in measured)]
        lines += [f"  {line.title}: {line.cause}" for line in of_work if line.cause]
    if result.out_of_time:
        limit = duration(result.limit_s)
        lines += ["", f"Points are missing: after {limit} none was begun."]
    doubt = doubt_note(result.lines)
    return "\n".join([*lines, "", *([doubt] if doubt else []), *_NOTES]) + "\n"


def _title(result: BreakEvenResult) -> str:
    parts = ["break-even", counted(result.workers, "worker")]
    if result.environment is not None:
        parts.append(_python(result.environment))
    parts += [f"{counted(result.pairs, 'pair')} a point", f"took {duration(result.took_s)}"]
    return " · ".join(parts)


def _python(environment: Environment) -> str:
    gil = "GIL" if environment.gil else "no GIL"
    return f"{environment.implementation} {environment.python} ({gil})"


def _table(lines: Sequence[BreakEvenLine], sizes_s: Sequence[float]) -> Iterator[str]:
    """A row for each size that was measured on any mechanism."""
    columns = [
        ["task", "", *_sizes(lines, sizes_s), _BREAK_EVEN],
        ["a task took", "", *_took(lines), ""],
        *(
            [
                line.backend,
                line.start_method or "",
                *_cells(line, lines),
                f"{short_break_even(line)}  ",
            ]
            for line in lines
        ),
    ]
    widths = [max(map(len, column)) for column in columns]
    for row in zip(*columns, strict=True):
        cells = (cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        yield f"  {'   '.join(cells)}".rstrip()


def _steps(lines: Sequence[BreakEvenLine]) -> list[int]:
    return sorted({point.step for line in lines for point in line.points})


def _sizes(lines: Sequence[BreakEvenLine], sizes_s: Sequence[float]) -> list[str]:
    return [seconds(sizes_s[step]) for step in _steps(lines)]


def _took(lines: Sequence[BreakEvenLine]) -> list[str]:
    points = [point for line in lines for point in line.points if point.task_s is not None]
    return [
        seconds(statistics.median(_task_s(point) for point in points if point.step == step))
        for step in _steps(lines)
    ]


def _task_s(point: BreakEvenPoint) -> float:
    assert point.task_s is not None
    return point.task_s


def _cells(line: BreakEvenLine, lines: Sequence[BreakEvenLine]) -> list[str]:
    own = {point.step: point for point in line.points}
    return [speedup_with_interval(own[step]) if step in own else "" for step in _steps(lines)]
