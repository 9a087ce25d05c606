"""Picking a function of one's own by keyboard: file, function, items, run."""

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import DirectoryTree

from concur_tui.screens.workbench import workloads_pane
from concur_workloads.api import PlugIn
from concur_workloads.control import plug_ins as control_plug_ins
from support.workbench import Bench, workbench

_WORK = '''
print("imported")


def square(number):
    """Multiply a number by itself."""
    return number * number


async def later(number):
    return number


def two(one, other):
    return one, other
'''


@pytest.fixture(autouse=True)
def _project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The working directory: one file, and what the tree does not show."""
    (tmp_path / "work.py").write_text(_WORK)
    (tmp_path / "notes.txt").write_text("no Python")
    (tmp_path / ".hidden").mkdir()
    monkeypatch.chdir(tmp_path)


async def opened(bench: Bench, pilot: Pilot[int]) -> None:
    """Open the picker and put the cursor on the file."""
    await bench.press(pilot, "u")
    files = bench.app.screen.query_one(DirectoryTree)
    while not files.root.children:
        await pilot.pause()
    assert [str(each.label) for each in files.root.children] == ["work.py"]
    await bench.press(pilot, "down")


async def looked(bench: Bench, pilot: Pilot[int]) -> str:
    """What the look says when it is over."""
    while "Importing it" in bench.words("#own-report"):
        await pilot.pause()
    return bench.words("#own-report")


async def test_a_function_is_picked_looked_at_and_run(tmp_path: Path) -> None:
    async with workbench() as (bench, pilot):
        await opened(bench, pilot)
        await bench.press(pilot, "enter")
        assert "square(number)" in bench.words("#own-functions")
        assert "async later(number)" in bench.words("#own-functions")
        assert "Multiply a number by itself." in bench.words("#own-report")
        await bench.press(pilot, "enter")
        said = await looked(bench, pilot)
        assert said.startswith("imported in ")
        assert "importing it prints 1 line ('imported')" in said
        await bench.press(pilot, *"range(7)", "enter")
        while "range(7)" not in bench.screen.configuration.command:
            await pilot.pause()
        await bench.settle(pilot)
        assert bench.on_top
        assert "square (work.py)" in bench.rows()[0]
        assert "square (work.py)" in bench.words("#workload-list")
        await bench.press(pilot, "r")
        spec = bench.experiment.spec
        assert spec.workload == f"{tmp_path / 'work.py'}:square"
        assert (spec.parameters, spec.tasks) == ({"items": "range(7)"}, 7)


async def test_what_cannot_run_is_said_and_not_taken() -> None:
    async with workbench(80, 24) as (bench, pilot):
        await opened(bench, pilot)
        await bench.press(pilot, "enter", "down", "down", "enter")
        said = await looked(bench, pilot)
        assert said.startswith("two(one, other) can be called neither with one argument")
        await bench.press(pilot, "enter")
        assert not bench.on_top
        await bench.press(pilot, "escape")
        assert bench.on_top


async def test_plug_ins_are_listed_also_broken_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [PlugIn("squares", "work:square", "mine"), PlugIn("gone", "not_there:f", "mine")]
    monkeypatch.setattr(workloads_pane, "plug_ins", lambda: found)
    monkeypatch.setattr(control_plug_ins, "plug_ins", lambda: found)
    async with workbench(120, 50) as (bench, pilot):
        await bench.app.workers.wait_for_complete()
        assert "The plug-in gone cannot be used" in bench.words("Toast")
        await bench.press(pilot, "w", "end")
        assert "Plug-ins square (work)" in bench.words("#workload-list")
        await bench.press(pilot, "slash", *"gone")
        listed = bench.words("#workload-list")
        assert "gone cannot be used: There is no module not_there" in listed
