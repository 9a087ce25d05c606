"""A result as one row of CSV under one row of names, to be gathered with others in a table."""

import json
from dataclasses import fields
from typing import Any

from concur_workloads.export.csv_text import csv_text
from concur_workloads.export.json_report import report
from concur_workloads.export.trust_report import trust_columns
from concur_workloads.results.run_result import Environment, RunResult
from concur_workloads.results.snapshot import Latency
from concur_workloads.results.trust import Trust, trust

_NESTED = {"speedup_interval", "latency_s", "loop_lag_s", "phases_s", "failures"}
_AS_JSON = ("figures", "serial_figures")


def report_csv(result: RunResult) -> str:
    """The names of the columns and the result's values, each line ended; empty is not measured.

    The names are those of the JSON report; `parameters` and figures are JSON, as workloads differ.
    """
    row = _row(report(result), trust(result))
    return csv_text(list(row), [row])


def _row(plain: dict[str, Any], believed: Trust | None) -> dict[str, Any]:
    spec, outcome = plain["spec"], plain["result"]
    environment, latency = plain["environment"] or {}, outcome["latency_s"] or {}
    lag = outcome["loop_lag_s"] or {}
    low, high = outcome["speedup_interval"] or (None, None)
    return (
        {"schema": plain["schema"], "started_at_s": plain["started_at_s"]}
        | {name: value for name, value in spec.items() if name != "parameters"}
        | {"parameters": json.dumps(spec["parameters"], sort_keys=True)}
        | {name: value for name, value in outcome.items() if name not in _NESTED}
        | trust_columns(believed)
        | {name: json.dumps(outcome[name]) for name in _AS_JSON}
        | {"speedup_low": low, "speedup_high": high}
        | {f"latency_{each.name}_s": latency.get(each.name) for each in fields(Latency)}
        | {f"loop_lag_{each.name}_s": lag.get(each.name) for each in fields(Latency)}
        | {f"phase_{name}_s": value for name, value in outcome["phases_s"].items()}
        | {_found(each.name, spec): environment.get(each.name) for each in fields(Environment)}
    )


def _found(name: str, spec: dict[str, Any]) -> str:
    """The name for what was found in the environment, where the spec has what was asked for."""
    return f"found_{name}" if name in spec else name
