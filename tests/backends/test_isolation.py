"""Nothing of ours, and nothing that lies about, reaches what runs in a runner or a worker."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from concur_workloads.api import START_METHODS
from concur_workloads.isolation import python_command, python_environment
from support.experiments import MECHANISMS, Mechanism, lanes_of, watched

_OURS = ("concur_tui", "textual", "psutil", "pytest", "rich")
_SHADOWS = ("json", "socket", "selectors", "concurrent", "multiprocessing", "concur_workloads")

_FINDABLE = "[name for name in {names!r} if __import__('importlib.util').util.find_spec(name)]"


@pytest.fixture
def hostile_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, also on PYTHONPATH: modules in it fail when they are imported."""
    for name in _SHADOWS:
        (tmp_path / f"{name}.py").write_text("raise ImportError('the wrong module')\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("start_method", [None, *START_METHODS])
def test_only_the_engine_can_be_imported(hostile_folder: Path, start_method: str | None) -> None:
    expression = _FINDABLE.format(names=("concur_workloads", *_OURS))
    asked = expression
    if start_method is not None:
        context = f"__import__('multiprocessing').get_context({start_method!r})"
        asked = f"{context}.Pool(1).apply(eval, ({expression!r},))"
    # Any module with a main() runs where a runner would; this one runs the code it is given, but
    # puts the working directory on the path first.
    command = [*python_command(None, "timeit"), "-n1", "-r1"]
    code = f"import sys; sys.path.remove('.'); import json; print('found', json.dumps({asked}))"
    answer = subprocess.run(
        [*command, code],
        env=python_environment("isolation"),
        capture_output=True,
        text=True,
        check=True,
    )
    (line,) = [each for each in answer.stdout.splitlines() if each.startswith("found ")]
    assert json.loads(line.removeprefix("found ")) == ["concur_workloads"]


@pytest.mark.parametrize("mechanism", MECHANISMS, ids=str)
async def test_a_run_reads_neither_its_folder_nor_its_input(
    hostile_folder: Path, mechanism: Mechanism
) -> None:
    spec = mechanism.spec("sleep", parameters={"seconds": 0.002}, tasks=100)
    async with watched(spec) as run:
        lanes = lanes_of(await run.until(lambda look: look.done > 3))
        if sys.platform.startswith("linux"):
            assert {_input_of(lane.pid) for lane in lanes} == {Path(os.devnull)}
        assert (await run.result()).status == "completed"


def _input_of(pid: int) -> Path:
    return Path(f"/proc/{pid}/fd/0").readlink()
