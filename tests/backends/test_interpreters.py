"""The same runs under every other Python that is found, with its own packages and none of ours."""

import functools
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from concur_workloads.api import Interpreter, backend, backends
from concur_workloads.digest import add_digests, digest
from faults.faulty_run import check_fault
from support.experiments import MECHANISMS, Mechanism, run_to_end
from support.interpreters import OURS, VERSIONS, interpreter_of

_FAULTS = ("raise", "sys.exit", "os._exit", "SIGKILL", "hang")

_TERMS = 1_000
_TASKS = 12


def _ways(found: Interpreter) -> Iterator[Mechanism]:
    """Every backend that a Python has, in each of its ways."""
    for info in backends():
        if not info.unavailable_on(found) and not info.needs_package:
            for start_method in found.start_methods if info.start_methods else (None,):
                yield Mechanism(info.name, start_method)


# The version that runs the tests is in all others of them.
_VERSIONS = {each: interpreter_of(each) for each in VERSIONS if each != OURS}
_FOUND = {version: found for version, found in _VERSIONS.items() if found is not None}
_CASES = [(version, each) for version, found in _FOUND.items() for each in _ways(found)]

#: What goes wrong goes wrong inside of a worker, however that was started.
_ONE_WAY = list(
    {(version, each.backend): (version, each) for version, each in _CASES[::-1]}.values()
)


@pytest.mark.parametrize("version", sorted(_VERSIONS.keys() - _FOUND.keys()))
def test_a_version_that_is_not_here_is_named(version: str) -> None:
    pytest.skip(f"there is no Python {version} here")


@pytest.mark.parametrize(("version", "mechanism"), _CASES, ids=str)
async def test_another_interpreter_gives_the_same_results(
    version: str, mechanism: Mechanism
) -> None:
    spec = mechanism.spec(
        "sum-of-squares",
        parameters={"terms": _TERMS},
        tasks=_TASKS,
        chunk_size=2,
        interpreter=_FOUND[version].path,
    )
    result, log = await run_to_end(spec)
    assert (result.status, result.cause) == ("completed", "")
    assert result.checksum == _checksum()
    assert result.environment is not None
    assert result.environment.python.startswith(f"{version.removesuffix('t')}.")
    assert result.environment.free_threaded is version.endswith("t")
    assert result.dropped_records == 0
    assert [entry for entry in log if entry.source == "stderr"] == []


_LIBRARIES = [each for each in MECHANISMS if backend(each.backend).needs_package]


@pytest.mark.skipif(not _LIBRARIES, reason="none of the libraries is installed")
@pytest.mark.parametrize("mechanism", _LIBRARIES, ids=str)
async def test_a_library_that_another_python_has_does_without_our_package(
    mechanism: Mechanism, tmp_path: Path
) -> None:
    path = _python_that_has_the_libraries(tmp_path / "other")
    spec = mechanism.spec(
        "sum-of-squares", parameters={"terms": _TERMS}, tasks=_TASKS, workers=2, interpreter=path
    )
    result, _ = await run_to_end(spec)
    assert (result.status, result.cause) == ("completed", "")
    assert result.checksum == _checksum()


def _python_that_has_the_libraries(folder: Path) -> str:
    """One that finds what is installed here, but nothing that is only linked to from there."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    names = {"base": str(folder), "platbase": str(folder)}
    packages = Path(sysconfig.get_path("purelib", "venv", vars=names))
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib"))
    python = sysconfig.get_path("scripts", "venv", vars=names) + "/python"
    command = [python, "-I", "-c", "import concur_workloads"]
    found = subprocess.run(command, check=False, stderr=subprocess.DEVNULL)
    if not found.returncode:
        pytest.skip("our package is installed beside the libraries")
    return python


def _checksum() -> str:
    """What every Python must find, worked out by the one that runs the tests."""
    result = sum(i * i for i in range(_TERMS))
    folded = functools.reduce(add_digests, (digest(task, result) for task in range(_TASKS)))
    return f"{folded:016x}"


def _one_way_cases() -> Iterator[Any]:
    """Each backend once; always only our own supervision, and what only that Python has."""
    for version, mechanism in _ONE_WAY:
        info = backend(mechanism.backend)
        usual = info.capabilities.survives_dead_worker or info.needs_interpreters
        marks = () if usual else (pytest.mark.exhaustive,)
        yield pytest.param(version, mechanism, marks=marks, id=f"{version}-{mechanism}")


@pytest.mark.faults
@pytest.mark.parametrize("fault", _FAULTS)
@pytest.mark.parametrize(("version", "mechanism"), _one_way_cases())
async def test_a_fault_has_the_same_consequence_there(
    version: str, mechanism: Mechanism, fault: str
) -> None:
    await check_fault(mechanism, fault, _FOUND[version].path)


@pytest.mark.faults
@pytest.mark.parametrize("version", [each for each in _FOUND if _FOUND[each].interpreters])
async def test_none_in_place_of_an_exception_is_no_result(version: str) -> None:
    pool = Mechanism("InterpreterPoolExecutor", None)
    await check_fault(pool, "out-of-memory", _FOUND[version].path)


@pytest.mark.parametrize("version", [each for each in _FOUND if _FOUND[each].interpreters])
async def test_an_interpreter_is_replaced_after_so_many_tasks(version: str) -> None:
    mechanism = Mechanism("sub-interpreters", None)
    path = _FOUND[version].path
    spec = mechanism.spec("no-op", tasks=_TASKS, max_tasks_per_child=3, interpreter=path)
    result, log = await run_to_end(spec)
    assert (result.status, result.passes[0].completed) == ("completed", _TASKS)
    ready = [entry.text for entry in log if "ms after its creation" in entry.text]
    assert len(ready) >= _TASKS // 3
    assert not [entry for entry in log if entry.level in ("warning", "error")]
