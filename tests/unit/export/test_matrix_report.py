"""The report of a matrix is what its schema says, whatever became of its rows."""

import csv
import io
import json
from typing import Any

import jsonschema
import referencing

from concur_workloads.api import MATRIX_SCHEMA_PATH, RESULT_SCHEMA_PATH, LintSettings
from concur_workloads.export.matrix_report import matrix_csv, matrix_json
from concur_workloads.results.matrix import MatrixResult, MatrixRow
from support.run_results import a_failed_result, a_machine, a_result

_SCHEMA: dict[str, Any] = json.loads(MATRIX_SCHEMA_PATH.read_text())
_RESULT = referencing.Resource.from_contents(json.loads(RESULT_SCHEMA_PATH.read_text()))
_REGISTRY: Any = referencing.Registry().with_resource("result.schema.json", _RESULT)

_SPEC = a_result().spec
_QUIET = a_result(machine=a_machine())
_MATRIX = MatrixResult(
    _SPEC,
    "failed",
    (
        MatrixRow(
            "threading.Thread", None, _SPEC, "completed", "", _QUIET, 12_345_678, "PSS", True
        ),
        MatrixRow("ProcessPoolExecutor", "spawn", _SPEC, "failed", "died", a_failed_result()),
        MatrixRow("multiprocessing.Process", "fork", _SPEC, "cancelled"),
        MatrixRow("joblib", None, None, "unavailable", "joblib is not installed"),
    ),
    1_700_000_000.0,
    12.5,
)


def test_the_report_fits_the_schema() -> None:
    plain = json.loads(matrix_json(_MATRIX))
    jsonschema.Draft202012Validator(_SCHEMA, registry=_REGISTRY).validate(plain)
    first, second, third, fourth = plain["rows"]
    assert (first["speedup"], first["speedup_low"], first["pairs"]) == (0.93, 0.90, 3)
    assert (first["peak_memory_bytes"], first["agrees"]) == (12_345_678, True)
    assert first["run"]["result"]["checksum"] == first["checksum"] == "c0ffee"
    assert (second["start_method"], second["cause"]) == ("spawn", "died")
    assert (third["status"], third["run"]) == ("cancelled", None)
    assert (fourth["workers"], fourth["cause"]) == (None, "joblib is not installed")
    assert "backend" not in plain["spec"]


def test_the_schema_is_sound_and_describes_every_field() -> None:
    jsonschema.Draft202012Validator.check_schema(_SCHEMA)
    row = _SCHEMA["properties"]["rows"]["items"]
    fields = {**_SCHEMA["properties"], **row["properties"]}
    assert [name for name, field in fields.items() if not field.get("description")] == []


def test_csv_has_a_line_for_each_row() -> None:
    rows = list(csv.DictReader(io.StringIO(matrix_csv(_MATRIX))))
    assert [row["backend"] for row in rows] == [each.backend for each in _MATRIX.rows]
    assert (rows[0]["workload"], rows[0]["tasks"], rows[0]["wall_s"]) == (
        "sum-of-squares",
        "16",
        "1.23",
    )
    assert [row["trust"] for row in rows] == ["good", "", "", ""]
    assert (rows[0]["agrees"], rows[3]["agrees"], rows[3]["wall_s"]) == ("true", "", "")


def test_findings_come_with_each_row_unless_their_lints_are_silenced() -> None:
    def lints(text: str) -> list[str]:
        return [each["name"] for each in json.loads(text)["rows"][0]["run"]["lints"]]

    assert lints(matrix_json(_MATRIX)) == ["gil-bound-threads"]
    assert lints(matrix_json(_MATRIX, LintSettings(frozenset({"gil-bound-threads"})))) == []
