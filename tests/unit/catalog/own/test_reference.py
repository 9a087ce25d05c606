"""How functions of one's own are named."""

from pathlib import Path

import pytest

from concur_workloads.catalog.own.reference import absolute, parse_reference
from concur_workloads.parameter import SpecError


def test_a_file_is_a_module_of_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = parse_reference("work.py:Machine.run")
    assert found.file == str(tmp_path / "work.py")
    assert (found.folder, found.module) == (str(tmp_path), "work")
    assert found.function == "Machine.run"
    assert found.title == "Machine.run (work.py)"


def test_a_file_in_packages_is_a_module_of_them(tmp_path: Path) -> None:
    inner = tmp_path / "outer" / "inner"
    inner.mkdir(parents=True)
    for package in (inner.parent, inner):
        (package / "__init__.py").touch()
    found = parse_reference(f"{inner / 'work.py'}:f")
    assert (found.folder, found.module) == (str(tmp_path), "outer.inner.work")
    assert parse_reference(f"{inner / '__init__.py'}:f").module == "outer.inner"


def test_a_module_is_one_of_the_working_directory() -> None:
    found = parse_reference("package.module:f")
    assert (found.file, found.folder, found.module) == (None, "", "package.module")
    assert absolute("package.module:f") == "package.module:f"


def test_a_path_becomes_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert absolute("some:where/work.py:f") == f"{tmp_path}/some:where/work.py:f"


@pytest.mark.parametrize(
    "text", ["work.py", "work.py:", ":f", "work.py:a b", "a-b:f", "a.b.py:f", ".py:f"]
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(SpecError, match=r"^workload: "):
        parse_reference(text)
