"""A matrix as one JSON object or as CSV, a line a row; matrix.schema.json says what fields mean."""

import json
from pathlib import Path
from typing import Any

from concur_workloads.export.csv_text import csv_text
from concur_workloads.export.finite import finite
from concur_workloads.export.json_report import report
from concur_workloads.export.trust_report import trust_columns
from concur_workloads.results.lints.settings import NOTHING_SET, LintSettings
from concur_workloads.results.matrix import MATRIX_SCHEMA, MatrixResult, MatrixRow

MATRIX_SCHEMA_PATH = Path(__file__).with_name("matrix.schema.json")


def matrix_json(result: MatrixResult, lints: LintSettings = NOTHING_SET) -> str:
    """The report as indented JSON without lints that are silenced; no newline ends it."""
    plain = finite(
        {
            "schema": MATRIX_SCHEMA,
            "started_at_s": result.started_at_s,
            "took_s": result.took_s,
            "spec": _common(result),
            "status": result.status,
            "agree": result.agree,
            "rows": [_row(each) | {"run": _run(each, lints)} for each in result.rows],
        }
    )
    return json.dumps(plain, indent=2, allow_nan=False)


def matrix_csv(result: MatrixResult) -> str:
    """The names of the columns and a line a row, each line ended; empty is not measured."""
    common = {"workload": result.spec.workload, "tasks": result.spec.tasks}
    rows = [common | _row(each) | trust_columns(each.trust) for each in result.rows]
    return csv_text(list(rows[0]), rows)


def _common(result: MatrixResult) -> dict[str, Any]:
    plain = result.spec.to_dict()
    return {name: plain[name] for name in plain if name not in ("backend", "start_method")}


def _row(row: MatrixRow) -> dict[str, Any]:
    speedup, result = row.speedup, row.result
    return {
        "python": row.python,
        "interpreter": row.spec.interpreter if row.spec else None,
        "gil": row.gil,
        "backend": row.backend,
        "start_method": row.start_method,
        "workers": row.spec.workers if row.spec else None,
        "status": row.status,
        "cause": row.cause,
        "wall_s": row.wall_s,
        "startup_s": row.startup_s,
        "dispatch_s": row.dispatch_s,
        "speedup": speedup.value if speedup else None,
        "speedup_low": speedup.low if speedup else None,
        "speedup_high": speedup.high if speedup else None,
        "pairs": speedup.pairs if speedup else 0,
        "peak_memory_bytes": row.peak_memory_bytes,
        "memory_origin": row.memory_origin,
        "checksum": result.checksum if result else "",
        "agrees": row.agrees,
    }


def _run(row: MatrixRow, lints: LintSettings) -> dict[str, Any] | None:
    return report(row.result, lints) if row.result else None
