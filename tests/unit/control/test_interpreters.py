"""The Pythons of a machine are found wherever they are put, and none that is broken harms."""

import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from concur_workloads.control import probing
from concur_workloads.control.interpreters import (
    find_interpreter,
    find_interpreters,
    known_interpreter,
)
from concur_workloads.control.probing import enquiry, stop_asking
from concur_workloads.interpreter import Interpreter, this_interpreter
from concur_workloads.parameter import SpecError
from support.fake_python import a_program, a_python
from support.processes import Census, assert_no_process_left


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine that has no Python but ours, and the person's home on it."""
    for variable in ("PYENV_ROOT", "UV_PYTHON_INSTALL_DIR", "XDG_DATA_HOME", "VIRTUAL_ENV"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    # A shell and cat, which our fakes are made of.
    shell = tmp_path / "shell"
    shell.mkdir()
    for name in ("sh", "cat", "sleep"):
        (shell / name).symlink_to(f"/bin/{name}")
    monkeypatch.setenv("PATH", str(shell))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _others() -> list[Interpreter]:
    ours, *others = find_interpreters()
    assert (ours.path, ours.unusable) == (sys.executable, "")
    return others


def _on_path(monkeypatch: pytest.MonkeyPatch, *folders: Path) -> None:
    entries = [*(str(folder / "bin") for folder in folders), os.environ["PATH"]]
    monkeypatch.setenv("PATH", os.pathsep.join(entries))


def test_where_there_is_but_ours_it_is_found_alone(home: Path) -> None:
    assert _others() == []


def test_they_are_found_on_the_path_by_name(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("python3", "python3.12", "python3.13t")
    for name in names:
        a_python(home / name, name=name, version="3.12.0")
    a_python(home / "config", name="python3.12-config")
    _on_path(monkeypatch, *(home / each for each in (*names, "config")))
    assert {Path(each.path).name for each in _others()} == set(names)


def test_they_are_found_where_pyenv_uv_and_environments_put_them(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    active = home / "active"
    monkeypatch.setenv("VIRTUAL_ENV", str(active))
    paths = {
        a_python(home / ".pyenv/versions/3.12.1", version="3.12.1"),
        a_python(home / ".local/share/uv/python/cpython-3.13.0", name="python3"),
        a_python(active),
        a_python(home / ".venv"),
        a_python(home / "venv"),
    }
    assert {each.path for each in _others()} == paths


def test_the_variables_of_pyenv_and_uv_are_heeded(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYENV_ROOT", str(home / "pyenv"))
    monkeypatch.setenv("UV_PYTHON_INSTALL_DIR", str(home / "uv"))
    paths = {
        a_python(home / "pyenv/versions/3.12.1", version="3.12.1"),
        a_python(home / "uv/cpython-3.13.0", name="python3"),
    }
    assert {each.path for each in _others()} == paths


def test_stand_ins_of_pyenv_are_not_taken_for_pythons(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shims = home / ".pyenv" / "shims"
    a_program(shims / "python3.12", "exit 127")
    monkeypatch.setenv("PATH", f"{shims}{os.pathsep}{os.environ['PATH']}")
    assert _others() == []


def test_one_that_has_several_names_is_listed_once(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path(a_python(home, name="python3.14"))
    (path.parent / "python3").symlink_to(path)
    _on_path(monkeypatch, home)
    assert len(_others()) == 1


def test_an_environment_is_another_python_than_the_one_it_was_made_with(home: Path) -> None:
    environment = home / ".venv"
    (environment / "bin").mkdir(parents=True)
    (environment / "bin" / "python").symlink_to(Path(sys.executable).resolve())
    folder = Path(sys.executable).resolve().parent
    (environment / "pyvenv.cfg").write_text(f"home = {folder}\n")
    (found,) = _others()
    assert found.prefix == str(environment)
    assert found.version == this_interpreter().version


def test_the_newest_comes_first_by_number(home: Path) -> None:
    for version in ("3.9.1", "3.14.0", "3.10.2"):
        a_python(home / ".pyenv/versions" / version, version=version)
    assert [each.version for each in _others()] == ["3.14.0", "3.10.2", "3.9.1"]


def test_what_is_broken_or_too_old_is_listed_with_the_reason(home: Path) -> None:
    versions = home / ".pyenv" / "versions"
    a_python(versions / "3.9.1", version="3.9.1")
    a_program(versions / "fails" / "bin" / "python", "exit 3")
    a_program(versions / "talks" / "bin" / "python", "echo hello; exit 0")
    a_program(versions / "lies" / "bin" / "python", "echo '{\"version\": 4}'")
    (versions / "junk" / "bin").mkdir(parents=True)
    junk = versions / "junk" / "bin" / "python"
    junk.write_text("neither a script nor a program")
    junk.chmod(0o755)
    reasons = {Path(each.path).parts[-3]: each.unusable for each in _others()}
    assert reasons == {
        "3.9.1": "it is Python 3.9.1, older than 3.10",
        "fails": "it exited with code 3 and did not say what it is",
        "talks": "it exited with code 0 and did not say what it is",
        "lies": "it exited with code 0 and did not say what it is",
        "junk": "it could not be started: Exec format error",
    }


def test_one_that_hangs_is_ended_with_what_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, family: Census
) -> None:
    monkeypatch.setattr(probing, "_LIMIT_S", 0.2)
    path = a_program(tmp_path / "python", "sleep 1000 & sleep 1000")
    began_s = time.monotonic()
    assert enquiry().probe(path).unusable == "it did not say what it is within 0.2 s"
    assert time.monotonic() - began_s < 5.0
    assert_no_process_left(family, within_s=2.0)


def test_one_that_is_asked_no_longer_is_ended_and_may_be_asked_again(
    tmp_path: Path, family: Census
) -> None:
    asked = tmp_path / "asked"
    os.mkfifo(asked)
    python = a_program(tmp_path / "python", f": > {asked}\nsleep 1000 & sleep 1000")
    with ThreadPoolExecutor() as pool:
        answer = pool.submit(enquiry().probe, python)
        asked.read_bytes()
        stop_asking()
        assert answer.result(timeout=2.0).unusable == "it was not asked to the end what it is"
    assert_no_process_left(family, within_s=2.0)
    assert known_interpreter(python) is None
    a_python(tmp_path, version="3.12.0")
    assert enquiry().probe(str(tmp_path / "bin" / "python")).version == "3.12.0"


def test_an_enquiry_that_was_ended_asks_no_other(tmp_path: Path) -> None:
    touched = tmp_path / "touched"
    path = a_program(tmp_path / "python", f": > {touched}; sleep 1000")
    ended = enquiry()
    stop_asking()
    assert ended.probe(path).unusable == "it was not asked to the end what it is"
    assert not touched.exists()


def test_one_that_talks_without_end_is_ended(tmp_path: Path) -> None:
    path = a_program(tmp_path / "python", "while :; do echo the same again and again; done")
    assert enquiry().probe(path).unusable == "it was ended by SIGKILL and did not say what it is"


def test_each_is_asked_once_until_its_file_changes(tmp_path: Path) -> None:
    path = a_python(tmp_path, version="3.12.0")
    os.utime(path, (1, 1))
    assert enquiry().probe(path).version == "3.12.0"
    a_python(tmp_path, version="3.13.0")
    os.utime(path, (1, 1))
    assert enquiry().probe(path).version == "3.12.0"
    os.utime(path, (2, 2))
    assert enquiry().probe(path).version == "3.13.0"


def test_this_python_describes_itself_as_others_see_it() -> None:
    assert enquiry().probe(sys.executable) == this_interpreter()


@pytest.mark.parametrize(
    ("given", "version"),
    [
        ("3.13", "3.13.2"),
        ("3.13.1", "3.13.1"),
        ("3.14", "3.14.0"),
        ("3.14t", "3.14.1"),
        ("python3.12", "3.12.0"),
        ("~/venv/bin/python", "3.11.9"),
    ],
)
def test_one_is_chosen_by_version_name_or_path(
    home: Path, monkeypatch: pytest.MonkeyPatch, given: str, version: str
) -> None:
    versions = home / ".pyenv" / "versions"
    for each in ("3.13.1", "3.13.2", "3.14.0"):
        a_python(versions / each, version=each)
    a_python(versions / "3.14.1t", version="3.14.1", free_threaded=True, gil=False)
    a_python(home / "venv", version="3.11.9")
    a_python(home, name="python3.12", version="3.12.0")
    _on_path(monkeypatch, home)
    assert find_interpreter(given).version == version


def test_a_program_with_another_name_is_not_even_started(tmp_path: Path) -> None:
    touched = tmp_path / "touched"
    with pytest.raises(SpecError, match="a program that is called python"):
        find_interpreter(a_program(tmp_path / "reboot", f": > {touched}"))
    assert not touched.exists()
