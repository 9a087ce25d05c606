"""From options, with or without a file, to the spec that runs."""

import sys
from pathlib import Path

import pytest

from concur_tui.command_line.parser import parse
from concur_tui.command_line.spec_from_options import rows_from_options, spec_from_options
from concur_tui.command_line.usage import UsageError
from concur_tui.specs.presets import save_preset
from concur_workloads.api import RunSpec, default_spec, prepare, usable_cpus


def _spec(*arguments: str) -> RunSpec:
    return spec_from_options(parse(["run", *arguments]))


@pytest.fixture
def saved(tmp_path: Path) -> str:
    path = tmp_path / "saved.toml"
    spec = RunSpec(
        "sum-of-squares",
        {"terms": 5},
        "multiprocessing.Process",
        workers=3,
        tasks=7,
        start_method="spawn",
        timeout_s=2.5,
    )
    path.write_text(spec.to_toml())
    return str(path)


def test_without_options_it_is_the_default() -> None:
    spec = _spec("sum-of-squares")
    assert spec == prepare(default_spec("sum-of-squares"))
    assert spec.workers == usable_cpus().count
    assert spec.parameters == {"terms": 1_000_000}


def test_aliases_become_names_and_start_methods_are_filled_in() -> None:
    spec = _spec("no-op", "--backend", "processes")
    assert spec.backend == "multiprocessing.Process"
    assert spec.start_method is not None


def test_options_may_stand_before_the_workload() -> None:
    assert _spec("--tasks", "5", "--set", "terms=3", "sum-of-squares").tasks == 5


def test_the_last_of_several_settings_counts() -> None:
    spec = _spec("sum-of-squares", "--set", "terms=1", "--set", "terms=2")
    assert spec.parameters == {"terms": 2}


def test_a_file_is_taken_as_it_is(saved: str) -> None:
    spec = _spec("--spec", saved)
    assert (spec.workers, spec.tasks, spec.start_method, spec.timeout_s) == (3, 7, "spawn", 2.5)
    assert spec.parameters == {"terms": 5}


def test_options_change_what_the_file_says(saved: str) -> None:
    spec = _spec("--spec", saved, "--workers", "4", "--set", "terms=6", "--timeout", "none")
    assert (spec.workers, spec.tasks, spec.timeout_s) == (4, 7, None)
    assert spec.parameters == {"terms": 6}


@pytest.mark.parametrize("backend", ["threads", "ProcessPoolExecutor"])
def test_another_backend_starts_processes_in_its_own_way(saved: str, backend: str) -> None:
    assert _spec("--spec", saved, "--backend", backend).start_method != "spawn"


def test_the_same_backend_keeps_the_start_method(saved: str) -> None:
    assert _spec("--spec", saved, "--backend", "processes").start_method == "spawn"


def test_another_workload_does_not_take_the_parameters_of_the_files(saved: str) -> None:
    with pytest.raises(UsageError, match=r"terms: 5 is not accepted; .* sha-256: mebibytes"):
        _spec("sha-256", "--spec", saved)


def test_a_preset_is_found_by_its_bare_name() -> None:
    save_preset(RunSpec("no-op", backend="threads", tasks=7), "mine")
    assert (_spec("--spec", "mine").tasks, _spec("--spec", "mine", "--tasks", "8").tasks) == (7, 8)


def test_a_matrix_runs_on_one_python_or_on_several() -> None:
    options = parse(["matrix", "no-op", "--pythons", sys.executable, "--backends", "threads"])
    _, (row,) = rows_from_options(options)
    assert (row.backend, bool(row.python)) == ("threading.Thread", True)
    both = parse(["matrix", "no-op", "--pythons", "all", "--python", sys.executable])
    with pytest.raises(UsageError, match="--python and --pythons exclude each other"):
        rows_from_options(both)
