"""The JSON report is what its schema says, whatever the run came to."""

import json
import math
from typing import Any

import jsonschema
import pytest

from concur_workloads.export.json_report import RESULT_SCHEMA_PATH, report_json
from concur_workloads.results.gil_lane import GilLane, GilStretch
from concur_workloads.results.gil_use import GilUse
from concur_workloads.results.hand_overs import HandOvers
from concur_workloads.results.lints.limits import Limits
from concur_workloads.results.lints.registry import LIMITS
from concur_workloads.results.lints.settings import LintSettings
from concur_workloads.results.run_result import RunResult
from concur_workloads.results.snapshot import Latency
from support.run_results import (
    a_budget,
    a_failed_result,
    a_machine,
    a_pass,
    a_result,
    a_worker,
    with_serial_walls,
)

_SCHEMA: dict[str, Any] = json.loads(RESULT_SCHEMA_PATH.read_text())


def _reported(result: RunResult) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(report_json(result))
    jsonschema.validate(plain, _SCHEMA)
    return plain


@pytest.mark.parametrize(
    "result",
    [a_result(), a_result(budget=a_budget(on_cpu=1.0)), a_failed_result()],
    ids=["completed", "watched", "failed"],
)
def test_reports_fit_the_schema(result: RunResult) -> None:
    assert _reported(result)["schema"] == 4


def test_the_schema_is_sound_and_describes_every_field() -> None:
    jsonschema.Draft202012Validator.check_schema(_SCHEMA)
    undescribed = list(_undescribed(_SCHEMA, "report"))
    assert undescribed == []


def _undescribed(schema: dict[str, Any], path: str) -> list[str]:
    found = [] if schema.get("description") else [path]
    for name, inner in schema.get("properties", {}).items():
        found += _undescribed(inner, f"{path}.{name}")
    if "properties" in schema.get("items", {}):
        found += _undescribed(schema["items"], f"{path}[]")
    return found


def test_figures_arrive_under_their_names() -> None:
    plain = _reported(a_result())
    result = plain["result"]
    assert result["speedup"] == 0.93
    assert result["speedup_interval"] == [0.90, 0.97]
    assert result["latency_s"]["p99"] == 0.170
    assert result["latency_tasks"] == 48
    assert result["phases_s"]["dispatch"] == 2e-6
    assert result["verdict"].startswith("speed-up 0.93 x serial")
    assert plain["workers"][1]["on_cpu_s"] == 1.88
    assert plain["spec"]["parameters"] == {"terms": 1_000_000}


def test_the_lag_of_a_loop_arrives_where_there_is_one() -> None:
    lag = Latency(0.0004, 0.001, 0.052, 0.061)
    assert _reported(a_result(loop_lag=lag))["result"]["loop_lag_s"]["max"] == 0.061
    assert _reported(a_result())["result"]["loop_lag_s"] is None


def test_what_the_machine_did_arrives() -> None:
    machine = _reported(a_result(machine=a_machine(stolen_cpu_s=None)))["machine"]
    assert machine["others_cpu_s"] == 0.02
    assert (machine["own_cpu_s"], machine["own_resident_bytes"]) == (0.05, 43_000_000)
    assert machine["stolen_cpu_s"] is None
    assert machine["frequencies"][0] == {"role": "serial", "number": 1, "mhz": 3400.0}
    assert _reported(a_result())["machine"] is None


def test_who_held_the_gil_over_time_arrives_or_why_that_cannot_be_had() -> None:
    use = GilUse(10, 8, {2: 4, 1: 2}, 0.1, 3, others=1)
    lane = _reported(a_result(gil_lane=GilLane((GilStretch(1.5, 1.6, use),))))["gil_lane"]
    assert lane["why_none"] == ""
    (stretch,) = lane["stretches"]
    assert (stretch["start_s"], stretch["end_s"]) == (1.5, 1.6)
    assert stretch["use"]["least_hand_overs_per_s"] == 30.0
    assert stretch["use"]["others_share"] == 0.125
    assert stretch["use"]["hand_overs"] is None
    first, second = stretch["use"]["held"]
    assert (first["worker"], first["share"], second["share"]) == (1, 0.25, 0.5)
    assert first["error"] == use.error(1)
    none = _reported(a_result(gil_lane=GilLane(why_none="none is shared")))["gil_lane"]
    assert none == {"why_none": "none is shared", "stretches": []}


def test_hand_overs_that_bursts_have_counted_arrive() -> None:
    found = HandOvers(2, 0.1, 80, 14, 100)
    use = GilUse(10, 8, {2: 4, 1: 2}, 0.1, 3, in_bursts=found)
    told = _reported(a_result(gil_use=use))["gil_use"]["hand_overs"]
    assert told == {
        "per_s": 140.0,
        "error_per_s": found.error_per_s,
        "is_least": False,
        "bursts": 2,
    }


def test_findings_and_trust_arrive() -> None:
    noisy = with_serial_walls(1.0, 1.3)
    plain = _reported(noisy)
    assert plain["trust"] == {"badge": "noisy", "reasons": ["serial passes took 1 s to 1.3 s"]}
    (found,) = plain["lints"]
    assert found["name"] == "noisy-machine"
    assert found["sentence"].endswith("serial passes took 1 s to 1.3 s.")
    assert found["try"].startswith("Try ")
    assert _reported(a_failed_result())["trust"] is None
    assert json.loads(report_json(noisy, LintSettings(frozenset({"noisy-machine"}))))["lints"] == []


def test_limits_of_lints_that_were_set_arrive() -> None:
    assert _reported(a_result())["lint_limits"] == []
    limits = Limits({LIMITS["swap.moved"]: 1.0, LIMITS["noisy-machine.spread"]: 2.0})
    plain = json.loads(report_json(with_serial_walls(1.0, 1.3), LintSettings(limits=limits)))
    jsonschema.validate(plain, _SCHEMA)
    limit = {"name": "noisy-machine.spread", "value": 2.0, "default": 1.2, "unit": "x"}
    assert (plain["lints"], plain["lint_limits"]) == ([], [limit])


def test_what_was_not_measured_is_null_and_never_not_a_number() -> None:
    broken = a_result(
        throughput_per_s=math.inf,
        latency=Latency(math.nan, 1.0, 1.0, 1.0),
        passes=(a_pass(1, dispatch_s=math.nan),),
        workers=(a_worker(1, cold_task_s=-math.inf),),
    )
    plain = json.loads(report_json(broken))
    assert plain["result"]["throughput_per_s"] is None
    assert plain["result"]["latency_s"]["p50"] is None
    assert plain["passes"][0]["dispatch_s"] is None
    assert plain["workers"][0]["cold_task_s"] is None
    failed = _reported(a_failed_result())
    assert failed["result"]["speedup"] is None
    assert failed["result"]["speedup_interval"] is None
    assert failed["result"]["pairs"] == 0


def test_a_field_that_the_schema_does_not_know_is_noticed() -> None:
    plain = json.loads(report_json(a_result()))
    plain["result"]["surprise"] = 1
    with pytest.raises(jsonschema.ValidationError, match="surprise"):
        jsonschema.validate(plain, _SCHEMA)
