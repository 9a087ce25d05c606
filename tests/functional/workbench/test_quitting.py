"""Leaving: at once when nothing runs, asked for when something does."""

from concur_tui.screens.ask import Ask
from support.fake_experiment import running
from support.workbench import workbench


async def test_q_quits_when_nothing_runs() -> None:
    async with workbench() as (bench, pilot):
        await pilot.press("q")
        await pilot.pause()
    assert bench.app.return_code == 0


async def test_q_asks_during_a_run_and_escape_goes_back_to_it() -> None:
    async with workbench() as (bench, pilot):
        await pilot.press("r")
        await bench.show(pilot, running(2.0))
        await pilot.press("q")
        await pilot.pause()
        assert isinstance(bench.app.screen, Ask)
        assert "Stop the run and quit?" in bench.text()
        await pilot.press("escape")
        await pilot.pause()
        assert bench.on_top
        assert bench.experiment.calls == []


async def test_quitting_stops_the_run_first() -> None:
    async with workbench() as (bench, pilot):
        await pilot.press("r")
        await bench.show(pilot, running(2.0))
        await pilot.press("q")
        await pilot.pause()
        await pilot.press("q")
        await pilot.pause()
        assert bench.experiment.calls == ["cancel"]
        assert bench.app.is_running
        await bench.end(pilot)
    assert bench.app.return_code == 0


async def test_ctrl_q_works_while_typing_and_asks_once() -> None:
    async with workbench() as (bench, pilot):
        await pilot.press("r", "slash", "x", "ctrl+q", "ctrl+q")
        await pilot.pause()
        assert isinstance(bench.app.screen, Ask)
        assert len(bench.app.screen_stack) == 2
