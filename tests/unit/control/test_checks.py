"""What is known of a spec before it runs."""

import sys
from typing import Any

import pytest

from concur_workloads.control.checks import default_spec, prepare
from concur_workloads.parameter import SpecError
from concur_workloads.spec import RunSpec


def test_an_alias_becomes_the_name_of_the_class() -> None:
    assert prepare(default_spec("no-op", backend="threads")).backend == "threading.Thread"


def test_parameters_get_their_defaults() -> None:
    assert prepare(RunSpec("sum-of-squares")).parameters == {"terms": 1_000_000}


def test_processes_get_the_start_method_that_python_would_take() -> None:
    import multiprocessing

    prepared = prepare(default_spec("no-op", backend="processes"))
    assert prepared.start_method == multiprocessing.get_all_start_methods()[0]


def test_a_workload_that_makes_no_sense_serially_gets_no_baseline() -> None:
    assert not prepare(RunSpec("misbehave")).baseline


def test_serial_has_one_worker() -> None:
    assert default_spec("no-op", backend="serial").workers == 1


def test_another_interpreter_is_found_by_its_path() -> None:
    assert prepare(RunSpec("no-op", interpreter=sys.executable)).interpreter == sys.executable


@pytest.mark.parametrize(
    ("changes", "field", "allowed"),
    [
        ({"workload": "sum-of-square"}, "workload", "one of sum-of-squares, "),
        ({"backend": "thread"}, "backend", "threading.Thread"),
        ({"parameters": {"term": 3}}, "term", "terms"),
        ({"parameters": {"terms": 0}}, "terms", "from 1 to 1,000,000,000"),
        ({"start_method": "fork"}, "start_method", "threading.Thread starts no processes"),
        ({"backend": "serial", "workers": 2}, "workers", "at most 1 for serial"),
        ({"backend": "serial", "workers": 1, "chunk_size": 4}, "chunk_size", "1 for serial"),
        ({"interpreter": "/no/such/python"}, "interpreter", "a Python 3.10 or later"),
    ],
)
def test_what_cannot_run_is_refused_in_one_sentence(
    changes: dict[str, Any], field: str, allowed: str
) -> None:
    spec = RunSpec(**{"workload": "sum-of-squares", **changes})
    with pytest.raises(SpecError, match=field) as refused:
        prepare(spec)
    assert refused.value.field == field
    assert allowed in str(refused.value)
    assert "\n" not in str(refused.value)
