"""A look at a function by a process of its own, whatever its module does there."""

import asyncio
import os
import sys
from functools import partial
from pathlib import Path

import pytest

from concur_workloads.api import (
    Experiment,
    Preflight,
    RunSpec,
    is_reference,
    look_at_function,
    prepare,
    workload,
)
from concur_workloads.control import own_functions
from support.processes import MARKER_VARIABLE, assert_no_process_left, processes_of

_STARTS_A_PROCESS = '''
import multiprocessing
import time


def wait():
    time.sleep(60)


multiprocessing.get_context("fork").Process(target=wait).start()


def double(number: int) -> int:
    """Twice the number."""
    return 2 * number
'''


async def looked_at(path: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> Preflight:
    """What a look at `double` in a file shows; nothing that it started may be left."""
    await asyncio.to_thread(path.write_text, text)
    family = f"look-{os.getpid()}"
    monkeypatch.setenv(MARKER_VARIABLE, family)
    found = await look_at_function(f"{path}:double", None)
    monkeypatch.delenv(MARKER_VARIABLE)
    assert_no_process_left(partial(processes_of, family), 2.0)
    return found


async def test_what_a_module_starts_is_told_and_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "starting.py"
    found = await looked_at(path, _STARTS_A_PROCESS, monkeypatch)
    assert found.problem == ""
    told = [each.text for each in found.findings]
    assert any(
        text.startswith(
            "importing it starts a process (starting.py line 10), seen again in a spawned worker"
        )
        for text in told
    ), told
    known = workload(f"{path}:double")
    assert is_reference(known.name)
    assert (known.title, known.summary) == ("double (starting.py)", "Twice the number.")
    assert [each.name for each in known.parameters] == ["items"]


async def test_a_module_that_hangs_is_given_up_and_a_mended_one_looked_at_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "hanging.py"
    monkeypatch.setattr(own_functions, "_LIMIT_S", 0.2)
    found = await looked_at(path, "import time\n\ntime.sleep(60)\n", monkeypatch)
    assert found.problem == "It was not imported within 0.2 s."
    monkeypatch.undo()
    found = await looked_at(path, "def double(number):\n    return\n", monkeypatch)
    assert found.problem == ""


async def test_a_run_is_cancelled_also_while_it_looks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "hanging.py"
    await asyncio.to_thread(path.write_text, "import time\n\ntime.sleep(60)\n")
    experiment = Experiment(prepare(RunSpec(f"{path}:double")), lambda _entry: None)
    running = asyncio.create_task(experiment.run())
    while not own_functions._looking:
        await asyncio.wait({running}, timeout=0.01)
    experiment.cancel()
    assert (await running).status == "cancelled"
    assert not own_functions._looking


async def test_a_python_of_the_project_is_offered_where_a_module_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = tmp_path / "venv" / "bin" / "python"
    await asyncio.to_thread(python.parent.mkdir, parents=True)
    python.symlink_to(sys.executable)
    found = await looked_at(tmp_path / "failing.py", "import not_there_at_all\n", monkeypatch)
    assert found.problem.endswith(f" This project has a Python of its own: --python {python}.")


async def test_an_import_that_fails_is_said_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "failing.py"
    found = await looked_at(path, "import os\n\nimport not_there_at_all\n", monkeypatch)
    assert found.problem.startswith(
        "Importing failing.py failed: ModuleNotFoundError: No module named 'not_there_at_all' "
        "(failing.py line 3); "
    )
