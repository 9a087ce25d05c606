"""A result as one JSON object; result.schema.json says what each field means."""

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from concur_workloads.export.finite import finite
from concur_workloads.export.trust_report import trust_report
from concur_workloads.results.budget import TimeBudget
from concur_workloads.results.figures import FigureReading
from concur_workloads.results.gil_lane import GilLane
from concur_workloads.results.gil_use import GilUse
from concur_workloads.results.hand_overs import HandOvers
from concur_workloads.results.lints.limits import Limits
from concur_workloads.results.lints.registry import LIMITS, findings
from concur_workloads.results.lints.settings import NOTHING_SET, LintSettings
from concur_workloads.results.ratio import Ratio
from concur_workloads.results.run_result import SCHEMA, RunResult, WorkerResult
from concur_workloads.results.trust import trust
from concur_workloads.results.verdict import sentence

RESULT_SCHEMA_PATH = Path(__file__).with_name("result.schema.json")


def report_json(result: RunResult, lints: LintSettings = NOTHING_SET) -> str:
    """The report as indented JSON without lints that are silenced; no newline ends it."""
    return json.dumps(report(result, lints), indent=2, allow_nan=False)


def report(result: RunResult, lints: LintSettings = NOTHING_SET) -> dict[str, Any]:
    """The report as plain values: seconds are floats, what was not measured is None."""
    plain: dict[str, Any] = finite(
        {
            "schema": SCHEMA,
            "started_at_s": result.started_at_s,
            "spec": result.spec.to_dict(),
            "environment": asdict(result.environment) if result.environment else None,
            "result": _outcome(result),
            "passes": [asdict(each) for each in result.passes],
            "workers": [_worker(each) for each in result.workers],
            "budget": _budget(result.budget),
            "gil_use": _gil_use(result.gil_use),
            "gil_lane": _gil_lane(result.gil_lane),
            "late_looks": result.late_looks,
            "preflight": asdict(result.preflight) if result.preflight else None,
            "fork": asdict(result.fork) if result.fork else None,
            "machine": asdict(result.machine) if result.machine else None,
            "trust": trust_report(trust(result)),
            "lints": [
                {"name": each.lint, "sentence": each.sentence, "try": each.advice}
                for each in findings(result, lints)
            ],
            "lint_limits": _changed(lints.limits),
        }
    )
    return plain


def _outcome(result: RunResult) -> dict[str, Any]:
    speedup = result.speedup
    return {
        "status": result.status,
        "cause": result.cause,
        "verdict": sentence(result),
        "wall_s": result.wall_s,
        "serial_wall_s": result.serial_wall_s,
        "throughput_per_s": result.throughput_per_s,
        "speedup": speedup.value if speedup else None,
        "speedup_interval": _interval(speedup),
        "pairs": speedup.pairs if speedup else 0,
        "efficiency": result.efficiency,
        "checksum": result.checksum,
        "checksum_matches": result.checksum_matches,
        "incomparable": result.incomparable,
        "latency_s": asdict(result.latency) if result.latency else None,
        "latency_tasks": result.latency_tasks,
        "loop_lag_s": asdict(result.loop_lag) if result.loop_lag else None,
        "figures": [_figure(each) for each in result.figures],
        "serial_figures": [_figure(each) for each in result.serial_figures],
        "phases_s": asdict(result.phases),
        "dropped_records": result.dropped_records,
        "failures": [asdict(each) for each in result.failures],
        "failures_in_all": result.failures_in_all,
    }


def _worker(worker: WorkerResult) -> dict[str, Any]:
    return asdict(replace(worker, budget=None)) | {"budget": _budget(worker.budget)}


def _budget(budget: TimeBudget | None) -> dict[str, Any] | None:
    if budget is None:
        return None
    seconds = {item.name.lower(): took_s for item, took_s in budget.seconds.items()}
    return {
        "wall_s": budget.wall_s,
        "seconds": seconds,
        "looks": budget.looks,
        "looks_between": budget.looks_between,
        "timed_tasks": budget.timed_tasks,
        "shares_thread": budget.shares_thread,
    }


def _gil_use(use: GilUse | None) -> dict[str, Any] | None:
    if use is None:
        return None
    return {
        "looks": use.looks,
        "wanted_share": use.wanted_share,
        "least_hand_overs_per_s": use.least_hand_overs_per_s,
        "hand_overs": _hand_overs(use.in_bursts),
        "held": [
            {"worker": worker, "share": use.share(worker), "error": use.error(worker)}
            for worker in sorted(use.holders)
        ],
        "others_share": use.others_share,
    }


def _hand_overs(found: HandOvers) -> dict[str, Any] | None:
    if not found.bursts:
        return None
    return {
        "per_s": found.per_s,
        "error_per_s": found.error_per_s,
        "is_least": found.is_too_fast,
        "bursts": found.bursts,
    }


def _gil_lane(lane: GilLane) -> dict[str, Any]:
    return {
        "why_none": lane.why_none,
        "stretches": [
            {"start_s": each.start_s, "end_s": each.end_s, "use": _gil_use(each.use)}
            for each in lane.stretches
        ],
    }


def _changed(limits: Limits) -> list[dict[str, Any]]:
    return [
        {
            "name": each.name,
            "value": limits.shown(each),
            "default": each.default,
            "unit": each.unit,
        }
        for each in limits.changed(LIMITS.values())
    ]


def _figure(reading: FigureReading) -> dict[str, Any]:
    figure = reading.figure
    return {"name": figure.name, "unit": figure.unit, "summed": figure.summed} | asdict(
        reading.measured
    )


def _interval(speedup: Ratio | None) -> list[float] | None:
    if speedup is None or speedup.low is None or speedup.high is None:
        return None
    return [speedup.low, speedup.high]
