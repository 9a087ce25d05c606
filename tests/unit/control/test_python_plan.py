"""A matrix over Pythons has rows for each, with the GIL and without where it has both."""

from pathlib import Path

import pytest

from concur_workloads.api import RunSpec, SpecError, rows_by_python
from concur_workloads.control import python_plan
from concur_workloads.control.interpreters import find_interpreter
from concur_workloads.interpreter import Interpreter, this_interpreter
from support.fake_python import a_python

_SPEC = RunSpec("no-op", tasks=4)


def test_each_has_its_rows_and_a_free_threaded_one_two_of_each(tmp_path: Path) -> None:
    old = a_python(tmp_path / "old", version="3.10.1", interpreters=False)
    free = a_python(tmp_path / "free", free_threaded=True, gil=False)
    rows = rows_by_python(_SPEC, [old, free])
    assert [(row.python, row.backend, row.status) for row in rows] == [
        ("CPython 3.10.1", "threading.Thread", "waiting"),
        ("CPython 3.10.1", "sub-interpreters", "unavailable"),
        ("CPython 3.14.0 free-threaded", "threading.Thread", "waiting"),
        ("CPython 3.14.0 free-threaded", "sub-interpreters", "waiting"),
        ("CPython 3.14.0 free-threaded, GIL on", "threading.Thread", "waiting"),
        ("CPython 3.14.0 free-threaded, GIL on", "sub-interpreters", "waiting"),
    ]
    chosen = [(row.spec.interpreter, row.spec.gil) for row in rows if row.spec]
    assert chosen == [
        (old, "default"),
        (free, "default"),
        (free, "default"),
        (free, "on"),
        (free, "on"),
    ]
    assert rows[4].title == "CPython 3.14.0 free-threaded, GIL on, threading.Thread"


def test_backends_can_be_named(tmp_path: Path) -> None:
    path = a_python(tmp_path)
    rows = rows_by_python(_SPEC, [path], ["processes"], ["spawn"])
    assert [row.title for row in rows] == ["CPython 3.14.0, multiprocessing.Process (spawn)"]


def test_all_leaves_out_what_cannot_be_used_and_environments_of_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = this_interpreter()
    found = (
        ours,
        Interpreter("/some/venv/bin/python", ours.version, "CPython", ours.executable),
        Interpreter("/old/python", "3.9.1", unusable="it is too old"),
        find_interpreter(a_python(tmp_path)),
    )
    monkeypatch.setattr(python_plan, "find_interpreters", lambda: found)
    rows = rows_by_python(_SPEC, ["all"], ["threads"])
    assert [row.python for row in rows] == [ours.title, "CPython 3.14.0"]


def test_what_is_no_python_is_refused() -> None:
    with pytest.raises(SpecError, match="interpreter: '/no/such/python'"):
        rows_by_python(_SPEC, ["/no/such/python"])
