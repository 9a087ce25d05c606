"""The same runs under other Pythons, which have none of our packages."""

import functools

import pytest

from concur_workloads.worker import add_digests, digest
from support.experiments import MECHANISMS, Mechanism, run_to_end
from support.interpreters import find_python

#: The oldest that a runner supports takes every way; newer ones those that they changed.
_OLDEST = "3.10"
_NEWER = ("3.12", "3.13", "3.14")
_CHANGED = [
    Mechanism("threading.Thread", None),
    Mechanism("multiprocessing.Process", "forkserver"),
    Mechanism("ProcessPoolExecutor", "fork"),
    Mechanism("ProcessPoolExecutor", "spawn"),
]
_CASES = [(_OLDEST, each) for each in MECHANISMS]
_CASES += [(version, each) for version in _NEWER for each in _CHANGED]

_TERMS = 1_000
_TASKS = 12


@pytest.mark.parametrize(("version", "mechanism"), _CASES, ids=str)
async def test_another_interpreter_gives_the_same_results(
    version: str, mechanism: Mechanism
) -> None:
    interpreter = find_python(version)
    if interpreter is None:
        pytest.skip(f"there is no Python {version} here")
    spec = mechanism.spec(
        "sum-of-squares",
        parameters={"terms": _TERMS},
        tasks=_TASKS,
        chunk_size=2,
        interpreter=interpreter,
    )
    result, log = await run_to_end(spec)
    assert (result.status, result.cause) == ("completed", "")
    assert result.checksum == _checksum()
    assert result.environment is not None
    assert result.environment.python.startswith(f"{version}.")
    assert result.dropped_records == 0
    assert [entry for entry in log if entry.source == "stderr"] == []


def _checksum() -> str:
    """What every Python must find, worked out by the one that runs the tests."""
    result = sum(i * i for i in range(_TERMS))
    folded = functools.reduce(add_digests, (digest(task, result) for task in range(_TASKS)))
    return f"{folded:016x}"
