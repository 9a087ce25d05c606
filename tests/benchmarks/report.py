"""The rows as a table for people, or as JSON for programs."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from benchmarks.row import Figure, Row
from concur_tui.formatting import significant
from concur_workloads.api import Ratio

_HEAD = ("benchmark", "case", "measured", "n", "beside it", "measured", "ratio", "target", "met")


def as_table(rows: Iterable[Row]) -> str:
    """Medians with their quartiles, ratios with their 95 % intervals, and the targets."""
    lines = [_HEAD, *(_cells(row) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    rule = tuple("-" * width for width in widths)
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in (lines[0], rule, *lines[1:])
    )


def as_json(rows: Iterable[Row], about: dict[str, str]) -> str:
    """Everything in the table as one object; None where there is none."""
    listed = [{**asdict(row), "met": row.met} for row in rows]
    return json.dumps({"about": about, "rows": listed}, indent=2, ensure_ascii=False)


def _cells(row: Row) -> Sequence[str]:
    return (
        row.benchmark,
        row.case,
        f"{_with_spread(row.ours)} {row.unit}",
        str(row.ours.repeats),
        row.beside,
        f"{_with_spread(row.reference)} {row.unit}" if row.reference else "",
        _with_spread(row.ratio, decimals=3) if row.ratio else "",
        _target(row),
        row.met,
    )


def _with_spread(figure: Figure | Ratio, decimals: int | None = None) -> str:
    def text(value: float) -> str:
        return significant(value) if decimals is None else f"{value:.{decimals}f}"

    if figure.low is None or figure.high is None:
        return text(figure.value)
    return f"{text(figure.value)} [{text(figure.low)}, {text(figure.high)}]"


def _target(row: Row) -> str:
    if row.target is None:
        return ""
    unit = row.unit if row.target.of == "ours" else "x"
    return f"<= {row.target.limit:g} {unit}"
