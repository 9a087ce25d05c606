"""The CSV report: one row, the same columns for every run."""

import csv
import io
import json
import math
from dataclasses import replace

from concur_workloads.export.csv_report import report_csv
from concur_workloads.results.run_result import RunResult
from concur_workloads.results.snapshot import Latency
from support.run_results import a_failed_result, a_result, with_serial_walls


def _rows(result: RunResult) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(report_csv(result))))


def test_a_run_is_one_row() -> None:
    (row,) = _rows(a_result())
    assert row["workload"] == "sum-of-squares"
    assert json.loads(row["parameters"]) == {"terms": 1_000_000}
    assert (row["speedup"], row["speedup_low"], row["speedup_high"]) == ("0.93", "0.9", "0.97")
    assert row["latency_p99_s"] == "0.17"
    assert row["phase_startup_s"] == "0.0013"
    assert row["baseline"] == "true"
    assert row["usable_cpus"] == "2"


def test_how_far_figures_can_be_believed_comes_with_the_reasons() -> None:
    (row,) = _rows(with_serial_walls(1.0, 2.5, dropped_records=5))
    assert row["trust"] == "not trustworthy"
    assert row["trust_reasons"] == (
        "serial passes took 1 s to 2.5 s; 5 records were lost, so latency and figures lack them"
    )
    (row,) = _rows(with_serial_walls(1.0, 1.0))
    assert (row["trust"], row["trust_reasons"]) == ("good", "")
    (row,) = _rows(a_failed_result())
    assert row["trust"] == ""


def test_the_lag_of_a_loop_has_columns_of_its_own() -> None:
    (row,) = _rows(a_result(loop_lag=Latency(0.0004, 0.001, 0.052, 0.061)))
    assert (row["loop_lag_p50_s"], row["loop_lag_max_s"]) == ("0.0004", "0.061")
    (row,) = _rows(a_result())
    assert row["loop_lag_max_s"] == ""


def test_columns_are_the_same_whatever_the_run_came_to() -> None:
    (completed,) = _rows(a_result())
    (failed,) = _rows(a_failed_result())
    assert list(completed) == list(failed)
    assert failed["cause"] == "worker 2 was ended by SIGKILL"
    assert failed["wall_s"] == failed["latency_p50_s"] == failed["python"] == ""


def test_numbers_that_are_none_stay_out() -> None:
    (row,) = _rows(a_result(throughput_per_s=math.inf))
    assert row["throughput_per_s"] == ""


def test_a_cause_with_commas_quotes_and_lines_stays_one_field() -> None:
    cause = 'said "no", then\nended'
    (row,) = _rows(replace(a_failed_result(), cause=cause))
    assert row["cause"] == cause
