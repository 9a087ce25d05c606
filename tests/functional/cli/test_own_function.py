"""`concur-tui run` with functions of a project that knows nothing of it, from outside."""

import json
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from concur_workloads.api import RESULT_SCHEMA_PATH
from support.command_line import concur_tui
from support.user_project import UserProject, make_user_project

_SMALL = ("--workers", "1", "--repeats", "1", "--json")
_SPAWN = ("--backend", "processes", "--start-method", "spawn")
_ALONE = (*_SPAWN, "--no-baseline")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> UserProject:
    """A project with a virtual environment of its own, in which nothing of ours is."""
    made = make_user_project(tmp_path_factory.mktemp("project"))
    ask = (
        "import importlib.util as u; print(u.find_spec('concur_workloads'), u.find_spec('psutil'))"
    )
    asked = subprocess.run(
        [made.python, "-I", "-c", ask], capture_output=True, text=True, check=True
    )
    assert asked.stdout == "None None\n"
    return made


def _run(project: UserProject, *arguments: str, cwd: Path) -> tuple[dict[str, Any], str, int]:
    """The report, what was said on standard error, and the exit code."""
    ran = concur_tui("run", *arguments, "--python", str(project.python), *_SMALL, cwd=cwd)
    assert ran.returncode in (0, 1), ran.stderr
    report: dict[str, Any] = json.loads(ran.stdout)
    jsonschema.validate(report, json.loads(RESULT_SCHEMA_PATH.read_text()))
    return report, ran.stderr, ran.returncode


def test_a_function_runs_on_its_own_python_with_spawn(project: UserProject, tmp_path: Path) -> None:
    names = str(project.folder / "names.txt")
    report, said, code = _run(
        project, project.own("work.py:louder"), "--items", names, *_SPAWN, cwd=tmp_path
    )
    assert code == 0, report["result"]["cause"]
    assert report["spec"]["tasks"] == 3
    assert report["result"]["checksum_matches"] is True
    assert report["environment"]["executable"] == str(project.python)
    assert report["preflight"]["items"] == 3
    assert report["preflight"]["findings"] == []
    assert said.startswith("preflight: imported in ")


def test_a_coroutine_function_is_awaited(project: UserProject, tmp_path: Path) -> None:
    report, _, code = _run(
        project,
        project.own("work.py:wait_and_double"),
        *("--items", "[1, 2, 3]", "--backend", "asyncio"),
        cwd=tmp_path,
    )
    assert code == 0, report["result"]["cause"]
    assert report["result"]["checksum_matches"] is True


def test_a_bug_is_told_with_its_line(project: UserProject, tmp_path: Path) -> None:
    report, said, code = _run(
        project, project.own("work.py:divide"), "--items", "range(4)", *_ALONE, cwd=tmp_path
    )
    assert code == 1
    (failure, *_) = report["result"]["failures"]
    assert failure["task"] == 2
    assert failure["cause"].startswith("ZeroDivisionError")
    assert "(in divide, work.py line 27)" in failure["cause"]
    assert "ZeroDivisionError" in said


def test_what_an_import_does_is_said_before_the_run(project: UserProject, tmp_path: Path) -> None:
    report, said, code = _run(
        project, project.own("noisy.py:half"), "--items", "4", *_ALONE, cwd=tmp_path
    )
    assert code == 0, report["result"]["cause"]
    assert report["spec"]["tasks"] == 4
    told = " ".join(each["text"] for each in report["preflight"]["findings"])
    assert "starts a thread (noisy.py line 7)" in told
    assert "opens a file to write (noisy.py line 6: noisy.log)" in told
    assert "prints 1 line ('noisy was imported'), seen again in a spawned worker" in told
    assert "importing it starts a thread" in said


def test_a_package_called_workloads_stays_theirs(project: UserProject) -> None:
    report, _, code = _run(
        project, "workloads.jobs:triple", "--items", "3", *_ALONE, cwd=project.folder
    )
    assert code == 0, report["result"]["cause"]
    assert report["spec"]["workload"] == "workloads.jobs:triple"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("work.py:squre",), "work.py has no squre; it has square, louder, "),
        (("work.py:square", "--items", "nonsense"), "NameError: name 'nonsense'"),
        (("sum-of-squares", "--items", "3"), "--items is for functions of your own"),
    ],
    ids=lambda each: each if isinstance(each, str) else "-".join(each),
)
def test_what_cannot_run_is_refused_in_one_sentence(
    project: UserProject, arguments: tuple[str, ...], sentence: str
) -> None:
    ran = concur_tui("run", *arguments, "--python", str(project.python), cwd=project.folder)
    assert ran.returncode == 2
    assert ran.stderr.startswith("concur-tui: ")
    assert sentence in ran.stderr
    assert ran.stderr.count("\n") == 1
