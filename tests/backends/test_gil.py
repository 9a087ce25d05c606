"""Whether the GIL was on while tasks ran is asked after everything was imported, and told."""

from pathlib import Path
from typing import Any

import pytest

from concur_workloads.api import LogEntry, RunResult, backend, find_interpreter
from support.experiments import MECHANISMS, Mechanism, run_to_end
from support.free_threaded import TURNS_IT_ON, a_free_threaded_python

#: The Python that these tests make has no packages.
_ON_ANY_PYTHON = [each for each in MECHANISMS if not backend(each.backend).needs_package]

_IMPORT_IT = f"{TURNS_IT_ON}:c.bit_length"


async def _run(
    mechanism: Mechanism, interpreter: str | None, **changes: Any
) -> tuple[RunResult, list[LogEntry]]:
    spec = mechanism.spec("no-op", tasks=4, interpreter=interpreter, **changes)
    result, log = await run_to_end(spec)
    assert (result.status, result.cause) == ("completed", "")
    return result, [entry for entry in log if "the GIL is" in entry.text]


@pytest.fixture
def free_threaded(tmp_path: Path) -> str:
    path = a_free_threaded_python(tmp_path / "python3t")
    found = find_interpreter(path)
    assert (found.unusable, found.free_threaded, found.gil) == ("", True, False)
    return path


@pytest.mark.parametrize("mechanism", _ON_ANY_PYTHON, ids=str)
async def test_a_gil_that_stays_off_is_told(mechanism: Mechanism, free_threaded: str) -> None:
    result, told = await _run(mechanism, free_threaded)
    environment = result.environment
    assert environment is not None
    assert environment.free_threaded
    assert (environment.gil_at_start, environment.gil) == (False, False)
    assert [(each.level, each.text) for each in told] == [
        ("info", "the GIL is off, also after all imports")
    ]


@pytest.mark.parametrize("mechanism", _ON_ANY_PYTHON, ids=str)
async def test_an_import_that_turns_it_on_is_a_warning(
    mechanism: Mechanism, free_threaded: str
) -> None:
    result, told = await _run(mechanism, free_threaded, initializer=_IMPORT_IT)
    assert result.environment is not None
    assert (result.environment.gil_at_start, result.environment.gil) == (False, True)
    (entry,) = told
    assert entry.level == "warning"
    workers = result.spec.workers
    assert entry.text.startswith(f"the GIL is on in {workers} of {workers} workers, though it was")


@pytest.mark.parametrize("gil", ["on", "off"])
async def test_it_can_be_forced(free_threaded: str, gil: str) -> None:
    is_on = gil == "on"
    mechanism = Mechanism("threading.Thread", None)
    result, told = await _run(mechanism, free_threaded, gil=gil, initializer=_IMPORT_IT)
    assert result.environment is not None
    assert (result.environment.gil_at_start, result.environment.gil) == (is_on, is_on)
    assert [each.level for each in told] == ["info"]


async def test_our_own_setting_of_it_does_not_reach_a_run(monkeypatch: pytest.MonkeyPatch) -> None:
    # Any other than a free-threaded build would not even start with it.
    monkeypatch.setenv("PYTHON_GIL", "0")
    result, told = await _run(Mechanism("threading.Thread", None), None)
    assert result.environment is not None
    assert (result.environment.free_threaded, told) == (False, [])


@pytest.mark.parametrize("mechanism", _ON_ANY_PYTHON, ids=str)
async def test_the_switch_interval_is_that_of_the_workers(mechanism: Mechanism) -> None:
    result, _ = await _run(mechanism, None, switch_interval_s=0.002)
    assert result.environment is not None
    assert result.environment.switch_interval_s == pytest.approx(0.002)
