"""The report of a search for the break-even is what its schema says."""

import csv
import io
import json
from typing import Any

import jsonschema
import referencing

from concur_workloads.api import BREAK_EVEN_SCHEMA_PATH, RESULT_SCHEMA_PATH
from concur_workloads.export.break_even_report import break_even_csv, break_even_json
from support.break_evens import a_break_even

_SCHEMA: dict[str, Any] = json.loads(BREAK_EVEN_SCHEMA_PATH.read_text())
_RESULT = referencing.Resource.from_contents(json.loads(RESULT_SCHEMA_PATH.read_text()))
_REGISTRY: Any = referencing.Registry().with_resource("result.schema.json", _RESULT)


def test_the_report_fits_the_schema() -> None:
    plain = json.loads(break_even_json(a_break_even()))
    jsonschema.Draft202012Validator.check_schema(_SCHEMA)
    jsonschema.Draft202012Validator(_SCHEMA, registry=_REGISTRY).validate(plain)
    threads, processes, missing, released, unsettled = plain["lines"]
    assert (threads["smallest_win_s"], threads["largest_loss_s"]) == (None, 1e-4)
    assert (processes["smallest_win_s"], processes["largest_loss_s"]) == (3.2e-4, 1e-4)
    assert (missing["points"], missing["cause"]) == ([], "Python 3.11 has none")
    assert (released["smallest_win_s"], released["largest_loss_s"]) == (1e-5, None)
    assert (released["settled"], unsettled["settled"]) == (True, False)
    noisy, good = (each["trust"] for each in threads["points"])
    assert noisy == {"badge": "noisy", "reasons": ["serial passes took 1 s to 1.3 s"]}
    assert good == {"badge": "good", "reasons": []}


def test_csv_has_a_line_for_each_point() -> None:
    rows = list(csv.DictReader(io.StringIO(break_even_csv(a_break_even()))))
    assert len(rows) == 9
    assert (rows[4]["backend"], rows[4]["start_method"], rows[4]["wins"]) == (
        "multiprocessing.Process",
        "fork",
        "true",
    )
    assert (rows[0]["trust"], rows[0]["trust_reasons"]) == (
        "noisy",
        "serial passes took 1 s to 1.3 s",
    )
