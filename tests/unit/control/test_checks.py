"""What is known of a spec before it runs."""

import sys
from pathlib import Path
from typing import Any

import pytest

from concur_workloads.control.checks import default_spec, prepare
from concur_workloads.parameter import SpecError
from concur_workloads.spec import RunSpec
from support.fake_python import a_python


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


def test_an_interpreter_that_cannot_run_it_is_refused(tmp_path: Path) -> None:
    old = a_python(tmp_path, version="3.9.1")
    with pytest.raises(SpecError, match=r"but it is Python 3\.9\.1, older than 3\.10\."):
        prepare(RunSpec("no-op", interpreter=old))


def test_whether_a_backend_can_be_had_depends_on_the_interpreter(tmp_path: Path) -> None:
    for name in ("sub-interpreters", "InterpreterPoolExecutor"):
        newer = a_python(tmp_path / "newer", interpreters=True)
        assert prepare(RunSpec("no-op", backend=name, interpreter=newer)).backend == name
        older = a_python(tmp_path / "older", version="3.13.2", interpreters=False)
        with pytest.raises(SpecError, match=r"Python 3\.13\.2 has no sub-interpreters") as refused:
            prepare(RunSpec("no-op", backend=name, interpreter=older))
        assert refused.value.field == "backend"


def test_the_start_method_is_that_which_the_interpreter_would_take(tmp_path: Path) -> None:
    newer = a_python(tmp_path, start_methods=["forkserver", "spawn", "fork"])
    assert prepare(RunSpec("no-op", backend="processes", interpreter=newer)).start_method == (
        "forkserver"
    )


@pytest.mark.parametrize("gil", ["on", "off"])
def test_only_a_free_threaded_build_has_a_choice_of_the_gil(tmp_path: Path, gil: str) -> None:
    usual = a_python(tmp_path / "usual", free_threaded=False)
    for interpreter in (None, usual):
        with pytest.raises(SpecError, match=r"no free-threaded build; --python 3\.14t") as refused:
            prepare(RunSpec("no-op", gil=gil, interpreter=interpreter))
        assert refused.value.field == "gil"
    free = a_python(tmp_path / "free", free_threaded=True, gil=False)
    assert prepare(RunSpec("no-op", gil=gil, interpreter=free)).gil == gil


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
        ({"interpreter": "/bin/false"}, "interpreter", "a program that is called python"),
        ({"interpreter": "2.0"}, "interpreter", "a Python 3.10 or later"),
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


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("workers", {"workers": 1, "tasks": 2}),
        ("tasks", {"tasks": 3}),
        ("chunk_size", {"chunk_size": 2}),
        ("queue_bound", {"queue_bound": 4, "backend": "processes"}),
    ],
)
def test_tasks_that_wait_for_each_other_need_a_worker_each(
    field: str, changes: dict[str, Any]
) -> None:
    prepare(RunSpec("condition", workers=2, tasks=4))
    with pytest.raises(SpecError) as refused:
        prepare(RunSpec(**{"workload": "condition", "workers": 2, "tasks": 4, **changes}))
    assert refused.value.field == field


def test_a_workload_gets_as_many_workers_as_it_takes_and_whole_rounds_of_tasks() -> None:
    spec = default_spec("readers-writers")
    assert spec.workers >= 3
    assert spec.tasks % spec.workers == 0
