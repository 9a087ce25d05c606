"""A search for the break-even as one JSON object or as CSV, a line a point.

break_even.schema.json says what the fields mean.
"""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from concur_workloads.export.csv_text import csv_text
from concur_workloads.export.finite import finite
from concur_workloads.export.trust_report import trust_columns, trust_report
from concur_workloads.results.break_even import (
    BREAK_EVEN_SCHEMA,
    BreakEvenLine,
    BreakEvenPoint,
    BreakEvenResult,
)

BREAK_EVEN_SCHEMA_PATH = Path(__file__).with_name("break_even.schema.json")

_OF_THE_LINE = ("work", "backend", "start_method")
_OF_THE_POINT = (
    "size_s",
    "task_s",
    "tasks",
    "speedup",
    "speedup_low",
    "speedup_high",
    "pairs",
    "wins",
)
_OF_TRUST = tuple(trust_columns(None))


def break_even_json(result: BreakEvenResult) -> str:
    """The report as indented JSON, without a newline at its end."""
    plain = finite(
        {
            "schema": BREAK_EVEN_SCHEMA,
            "started_at_s": result.started_at_s,
            "took_s": result.took_s,
            "limit_s": result.limit_s,
            "out_of_time": result.out_of_time,
            "status": result.status,
            "workers": result.workers,
            "pairs": result.pairs,
            "sizes_s": list(result.sizes_s),
            "environment": asdict(result.environment) if result.environment else None,
            "lines": [_line(each) for each in result.lines],
        }
    )
    return json.dumps(plain, indent=2, allow_nan=False)


def break_even_csv(result: BreakEvenResult) -> str:
    """The names of the columns and a line a point, each line ended; empty is not measured."""
    rows = [
        {name: getattr(line, name) for name in _OF_THE_LINE}
        | _point(point)
        | trust_columns(point.trust)
        for line in result.lines
        for point in line.points
    ]
    return csv_text([*_OF_THE_LINE, *_OF_THE_POINT, *_OF_TRUST], rows)


def _line(line: BreakEvenLine) -> dict[str, Any]:
    win, loss = line.smallest_win, line.largest_loss
    return {
        "work": line.work,
        "backend": line.backend,
        "start_method": line.start_method,
        "cause": line.cause,
        "settled": line.settled,
        "smallest_win_s": win.size_s if win else None,
        "largest_loss_s": loss.size_s if loss else None,
        "points": [_point(each) | {"trust": trust_report(each.trust)} for each in line.points],
    }


def _point(point: BreakEvenPoint) -> dict[str, Any]:
    ratio = point.speedup
    return {
        "size_s": point.size_s,
        "task_s": point.task_s,
        "tasks": point.tasks,
        "speedup": ratio.value if ratio else None,
        "speedup_low": ratio.low if ratio else None,
        "speedup_high": ratio.high if ratio else None,
        "pairs": ratio.pairs if ratio else 0,
        "wins": point.wins,
    }
