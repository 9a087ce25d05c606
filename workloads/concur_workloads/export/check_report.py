"""A check of the catalogue as one JSON object or as CSV, a line a row."""

import json
from dataclasses import asdict
from typing import Any

from concur_workloads.export.csv_text import csv_text
from concur_workloads.results.catalog_check import CHECK_SCHEMA, CheckResult, CheckRow


def check_json(result: CheckResult) -> str:
    """The report as indented JSON, without a newline at its end; times in seconds."""
    plain = {
        "schema": CHECK_SCHEMA,
        "started_at_s": result.started_at_s,
        "took_s": result.took_s,
        "status": result.status,
        "rows": [_row(each) | {"spec": each.spec and each.spec.to_dict()} for each in result.rows],
    }
    return json.dumps(plain, indent=2, allow_nan=False)


def check_csv(result: CheckResult) -> str:
    """The names of the columns and a line a row, each line ended; empty is not measured."""
    names = [name for name in CheckRow.__dataclass_fields__ if name != "spec"]
    return csv_text(names, map(_row, result.rows))


def _row(row: CheckRow) -> dict[str, Any]:
    return {name: value for name, value in asdict(row).items() if name != "spec"}
