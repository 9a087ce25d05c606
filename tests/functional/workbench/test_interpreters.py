"""Choosing the Python that runs the experiment, by keyboard."""

import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import OptionList

from concur_tui.screens.interpreters import InterpretersScreen
from concur_tui.screens.workbench.interpreter_field import InterpreterField
from concur_tui.specs.presets import save_preset
from concur_tui.widgets.choice import Choice
from concur_workloads.api import default_spec
from support.fake_python import a_program, a_python
from support.processes import Census, assert_no_process_left
from support.workbench import Bench, workbench


@pytest.fixture(autouse=True)
def pythons(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Versions that pyenv has installed; nothing else is found but ours."""
    for variable in ("UV_PYTHON_INSTALL_DIR", "VIRTUAL_ENV"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    programs = tmp_path / "programs"
    a_program(programs / "cat", 'exec /bin/cat "$@"')
    monkeypatch.setenv("PATH", str(programs))
    versions = tmp_path / "versions"
    a_python(versions / "3.14.2", version="3.14.2")
    a_python(versions / "3.13.1t", version="3.13.1", free_threaded=True, gil=False)
    a_python(versions / "3.8.18", version="3.8.18")
    return versions


def field(bench: Bench) -> InterpreterField:
    return bench.screen.query_one(InterpreterField)


async def until(pilot: Pilot[int], holds: Callable[[], bool]) -> None:
    """Wait for what goes on in the background."""
    while not holds():
        await pilot.pause()


async def to_the_field(bench: Bench, pilot: Pilot[int]) -> None:
    await bench.press(pilot, "e")
    field(bench).focus_input()
    await pilot.pause()


async def paste(bench: Bench, pilot: Pilot[int], text: str) -> None:
    """Into the field that has the cursor, at once: each key pressed would take its time."""
    bench.app.post_message(Paste(text))
    await bench.settle(pilot)


async def open_the_list(bench: Bench, pilot: Pilot[int]) -> None:
    await to_the_field(bench, pilot)
    await bench.press(pilot, "down")
    assert isinstance(bench.app.screen, InterpretersScreen)
    await until(pilot, lambda: sys.executable in bench.words("#interpreters-list"))
    await bench.settle(pilot)


async def test_those_on_this_machine_are_listed_with_what_they_have() -> None:
    async with workbench() as (bench, pilot):
        await open_the_list(bench, pilot)
        assert "the one that runs this program" in bench.words("#interpreter-about")
        await bench.press(pilot, "down")
        assert bench.words("#interpreter-about") == "has sub-interpreters"
        await bench.press(pilot, "down")
        assert "CPython 3.13.1 free-threaded" in bench.words("#interpreters-list")
        assert "the GIL is off by default" in bench.words("#interpreter-about")
        assert "it is Python 3.8.18, older than 3.10" in bench.words("#interpreters-list")


async def test_the_chosen_one_runs_the_experiment(pythons: Path) -> None:
    async with workbench() as (bench, pilot):
        await open_the_list(bench, pilot)
        await bench.press(pilot, "down", "enter")
        path = str(pythons / "3.14.2" / "bin" / "python")
        assert bench.on_top
        assert field(bench).value == path
        assert bench.screen.configuration.spec is not None
        assert bench.screen.configuration.spec.interpreter == path
        assert "CPython 3.14 (GIL)" in bench.rows()[0]
        await bench.press(pilot, "down")
        await until(pilot, lambda: "has sub-interp" in bench.words("#interpreter-about"))
        await bench.press(pilot, "up", "enter")
        assert field(bench).value == ""


async def test_one_that_cannot_be_used_cannot_be_chosen() -> None:
    async with workbench() as (bench, pilot):
        await open_the_list(bench, pilot)
        await bench.press(pilot, "end", "enter")
        assert "3.8.18" not in field(bench).value


async def test_a_version_can_be_typed_and_run_at_once(pythons: Path) -> None:
    async with workbench() as (bench, pilot):
        await to_the_field(bench, pilot)
        await bench.press(pilot, *"3.14", "enter")
        await until(pilot, lambda: bool(bench.experiments))
        assert bench.experiment.spec.interpreter == str(pythons / "3.14.2" / "bin" / "python")


async def test_one_without_a_gil_is_shown_as_such() -> None:
    async with workbench() as (bench, pilot):
        await to_the_field(bench, pilot)
        await bench.press(pilot, *"3.13t")
        await until(pilot, lambda: "CPython 3.13 (no GIL)" in bench.rows()[0])


async def test_what_is_wrong_with_a_typed_one_is_said() -> None:
    async with workbench() as (bench, pilot):
        await to_the_field(bench, pilot)
        await bench.press(pilot, *"3.8")
        await until(pilot, lambda: "older than 3.10" in field(bench).error)


async def test_one_that_does_not_answer_keeps_nobody_waiting(pythons: Path) -> None:
    gate = pythons / "gate"
    os.mkfifo(gate)
    path = a_program(pythons / "python", f"read line < {gate}")
    async with workbench() as (bench, pilot):
        await to_the_field(bench, pilot)
        await paste(bench, pilot, path)
        await bench.press(pilot, "escape", "w")
        assert isinstance(bench.app.focused, OptionList)
        assert "did not say what it is" not in field(bench).error
        await until(pilot, lambda: "asking ..." in bench.words("#field-interpreter"))
        assert bench.words("#command").startswith("Asking ")
        await bench.press(pilot, "r")
        assert bench.experiments == []
        await asyncio.to_thread(gate.write_text, "go on\n")
        await until(pilot, lambda: "did not say what it is" in field(bench).error)
        assert "asking ..." not in bench.words("#field-interpreter")


async def test_one_that_does_not_answer_is_ended_with_the_program(
    pythons: Path, family: Census
) -> None:
    asked = pythons / "asked"
    os.mkfifo(asked)
    path = a_program(pythons / "python", f": > {asked}\nsleep 1000")
    async with workbench() as (bench, pilot):
        await to_the_field(bench, pilot)
        await paste(bench, pilot, path)
        await asyncio.to_thread(asked.read_bytes)
    assert_no_process_left(family, within_s=2.0)


async def test_a_preset_whose_python_does_not_answer_keeps_nobody_waiting(pythons: Path) -> None:
    gate = pythons / "gate"
    os.mkfifo(gate)
    path = a_program(pythons / "python", f"read line < {gate}")
    save_preset(default_spec("no-op", interpreter=path), "slow")
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "o", "enter")
        assert bench.on_top
        await bench.press(pilot, "r")
        assert bench.experiments == []
        assert bench.words("#command").startswith("Asking ")
        await asyncio.to_thread(gate.write_text, "go on\n")
        await until(pilot, lambda: "did not say what it is" in field(bench).error)


async def test_backends_are_offered_anew_for_the_chosen_python(pythons: Path) -> None:
    path = a_python(pythons / "3.12.1", version="3.12.1", interpreters=False)
    async with workbench() as (bench, pilot):
        choice = bench.screen.query_one("#input-backend", Choice)
        await to_the_field(bench, pilot)
        await bench.press(pilot, *"3.14")
        await until(pilot, lambda: ("sub-interpreters", "sub-interpreters") in choice._options)
        field(bench).focus_input()
        await bench.press(pilot, *["backspace"] * 4)
        await paste(bench, pilot, path)
        await until(pilot, lambda: ("(sub-interpreters)", "sub-interpreters") in choice._options)
