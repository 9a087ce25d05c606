"""The form turns texts into a spec, or into complaints at the fields that are wrong."""

from pathlib import Path

import pytest

from concur_tui.screens.workbench.configuration_fields import backend_choices
from concur_tui.screens.workbench.experiment_form import ExperimentForm
from concur_tui.screens.workbench.field_help import explained
from concur_workloads.api import (
    UsableCpus,
    backend,
    default_spec,
    missing_package,
    prepare,
    workloads,
)
from support.fake_python import a_python


@pytest.mark.parametrize(
    "name", [each.name for each in workloads() if not missing_package(each, None)]
)
def test_the_defaults_of_every_workload_can_run(name: str) -> None:
    assert ExperimentForm(name).read().spec == prepare(default_spec(name))


def test_what_is_typed_arrives_in_the_spec() -> None:
    form = ExperimentForm("sum-of-squares")
    for name, text in {
        "backend": "multiprocessing.Process",
        "start_method": "spawn",
        "workers": " 3 ",
        "tasks": "1_000",
        "terms": "10 000",
        "timeout_s": "2.5",
        "baseline": "no",
    }.items():
        form.type(name, text)
    spec = form.read().spec
    assert spec is not None
    assert (spec.backend, spec.start_method) == ("multiprocessing.Process", "spawn")
    assert (spec.workers, spec.tasks, spec.timeout_s) == (3, 1000, 2.5)
    assert spec.parameters == {"terms": 10_000}
    assert not spec.baseline


def test_every_field_in_error_is_named_with_what_is_allowed() -> None:
    form = ExperimentForm("sum-of-squares")
    form.type("workers", "0")
    form.type("tasks", "many")
    form.type("terms", "")
    reading = form.read()
    assert reading.spec is None
    assert set(reading.complaints) == {"workers", "tasks", "terms"}
    assert "'0' is not accepted" in reading.complaints["workers"]
    assert "1 to 1,000" in reading.complaints["workers"]
    assert reading.complaints["terms"].startswith("Empty: allowed is")


def test_what_the_engine_refuses_is_said_at_its_field() -> None:
    form = ExperimentForm("sum-of-squares")
    form.type("interpreter", "/no/such/python")
    assert set(form.read().complaints) == {"interpreter"}


def test_no_timeout_is_an_empty_field() -> None:
    form = ExperimentForm("sum-of-squares")
    form.type("timeout_s", " ")
    spec = form.read().spec
    assert spec is not None
    assert spec.timeout_s is None


def test_fields_that_the_backend_does_not_take_are_not_read() -> None:
    form = ExperimentForm("sum-of-squares")
    form.type("workers", "nonsense")
    form.type("chunk_size", "nonsense")
    form.type("backend", "serial")
    assert not form.applies("workers")
    assert not form.applies("chunk_size")
    assert not form.applies("start_method")
    spec = form.read().spec
    assert spec is not None
    assert spec.workers == 1


def test_a_start_method_is_chosen_with_the_backend_that_needs_one() -> None:
    form = ExperimentForm("sum-of-squares")
    assert form.text("start_method") == ""
    form.type("backend", "ProcessPoolExecutor")
    assert form.text("start_method") == form.backend.start_methods[0]


def test_a_workload_remembers_its_own_fields_and_shares_the_others() -> None:
    form = ExperimentForm("sum-of-squares")
    form.type("terms", "77")
    form.type("tasks", "5")
    form.type("workers", "7")
    form.pick("sha-256")
    assert form.text("tasks") == str(default_spec("sha-256").tasks)
    assert form.text("workers") == "7"
    form.pick("sum-of-squares")
    assert (form.text("terms"), form.text("tasks")) == ("77", "5")


def test_a_workload_that_does_not_run_on_the_chosen_backend_gets_another_meanwhile() -> None:
    form = ExperimentForm("sum-of-squares")
    form.type("backend", "ThreadPoolExecutor")
    form.pick("inheritance")
    assert form.read().spec == prepare(default_spec("inheritance"))
    assert "(ThreadPoolExecutor)" in [shown for shown, _ in backend_choices(form)]
    assert "runs on serial, multiprocessing.Process, as " in form.unavailable(
        backend("ThreadPoolExecutor")
    )
    form.pick("sum-of-squares")
    assert form.text("backend") == "ThreadPoolExecutor"
    assert "ThreadPoolExecutor" in [shown for shown, _ in backend_choices(form)]


def test_a_backend_chosen_for_one_workload_stays_for_the_next() -> None:
    form = ExperimentForm("inheritance")
    form.type("backend", "multiprocessing.Process")
    form.pick("sum-of-squares")
    assert form.text("backend") == "multiprocessing.Process"
    assert form.text("start_method") == form.backend.start_methods[0]


def test_a_workload_that_takes_more_workers_gets_them_meanwhile() -> None:
    form = ExperimentForm("sum-of-squares")
    form.type("workers", "2")
    form.pick("readers-writers")
    assert form.text("workers") == "3"
    form.pick("sum-of-squares")
    assert form.text("workers") == "2"


def test_a_workload_that_makes_no_sense_serially_is_not_asked_about_it() -> None:
    form = ExperimentForm("print-numbers")
    assert form.applies("baseline") == form.workload.baseline


def test_a_spec_is_taken_over_to_the_last_digit() -> None:
    spec = prepare(
        default_spec(
            "sha-256",
            parameters={"mebibytes": 3},
            backend="processes",
            start_method="spawn",
            workers=5,
            tasks=9,
            repeats=2,
            baseline=False,
            timeout_s=0.1 + 0.2,
            switch_interval_s=0.0012345678,
            affinity="one-core",
            initializer="gc:disable",
        )
    )
    form = ExperimentForm("sum-of-squares")
    form.load(spec)
    assert form.read().spec == spec


def test_a_loaded_spec_leaves_nothing_of_what_was_typed_before() -> None:
    form = ExperimentForm("sum-of-squares")
    form.type("niceness", "nonsense")
    form.type("terms", "nonsense")
    form.load(default_spec("sum-of-squares"))
    assert form.read().spec == prepare(default_spec("sum-of-squares"))
    assert not form.differs("niceness")


def test_what_differs_is_only_what_the_backend_takes() -> None:
    form = ExperimentForm("sum-of-squares")
    form.type("queue_bound", "3")
    assert not form.differs("queue_bound")
    form.type("backend", "ProcessPoolExecutor")
    assert form.differs("queue_bound")


@pytest.mark.parametrize("how", ["typed", "loaded"])
def test_backends_are_those_of_the_chosen_python(tmp_path: Path, how: str) -> None:
    form = ExperimentForm("no-op")
    with_pebble = a_python(tmp_path / "with", packages=["pebble"])
    without = a_python(tmp_path / "without")
    for path, label in ((with_pebble, "pebble"), (without, "(pebble)")):
        if how == "loaded":
            form.load(default_spec("no-op", interpreter=path))
        else:
            form.type("interpreter", path)
        assert (label, "pebble") in backend_choices(form)
    form.type("backend", "pebble")
    said = explained(form, "backend", UsableCpus(2, "cgroup quota"))
    assert said.endswith(f"Not available here: pebble is not installed for {without}.")
