"""A matrix has a row for every mechanism, and says of each that cannot run why not."""

import pytest

from concur_workloads.api import RunSpec, SpecError, backends, planned_rows

_SPEC = RunSpec("no-op", tasks=4, workers=2, chunk_size=2, max_tasks_per_child=50)


def test_every_backend_has_a_row_for_each_start_method() -> None:
    rows = planned_rows(_SPEC)
    expected = [
        (info.name, start_method)
        for info in backends()
        for start_method in (info.start_methods if not info.unavailable else ()) or (None,)
    ]
    assert [(row.backend, row.start_method) for row in rows] == expected


def test_each_takes_the_settings_that_it_knows() -> None:
    specs = {row.title: row.spec for row in planned_rows(_SPEC)}
    serial, threads = specs["serial"], specs["threading.Thread"]
    processes = specs["multiprocessing.Process (spawn)"]
    assert serial is not None
    assert threads is not None
    assert processes is not None
    assert (serial.workers, serial.chunk_size, serial.max_tasks_per_child) == (1, 1, None)
    assert (threads.workers, threads.chunk_size, threads.max_tasks_per_child) == (2, 2, None)
    assert (processes.chunk_size, processes.max_tasks_per_child) == (2, 50)
    assert {spec.tasks for spec in specs.values() if spec} == {4}


def test_what_cannot_be_had_says_why() -> None:
    reasons = {info.name: info.unavailable for info in backends() if info.unavailable}
    rows = {row.backend: row for row in planned_rows(_SPEC) if row.spec is None}
    for name, reason in reasons.items():
        assert (rows[name].status, rows[name].cause) == ("unavailable", reason)


def test_backends_and_start_methods_can_be_chosen() -> None:
    rows = planned_rows(_SPEC, ["processes", "serial", "multiprocessing.Process"], ["spawn"])
    assert [row.title for row in rows] == ["multiprocessing.Process (spawn)", "serial"]


@pytest.mark.parametrize(
    ("workload", "names", "start_methods", "words"),
    [
        ("nothing", [], [], "workload"),
        ("no-op", ["green threads"], [], "backend: 'green threads'"),
        ("no-op", [], ["vfork"], "start_method: 'vfork'"),
    ],
)
def test_what_no_row_could_run_is_refused(
    workload: str, names: list[str], start_methods: list[str], words: str
) -> None:
    with pytest.raises(SpecError, match=words):
        planned_rows(RunSpec(workload), names, start_methods)
