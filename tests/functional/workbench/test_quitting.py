"""Leaving: at once when nothing runs, asked for when something does."""

from concur_tui.screens.ask import Ask
from support.fake_experiment import running
from support.workbench import workbench


async def test_q_quits_when_nothing_runs() -> None:
    async with workbench() as (bench, pilot):
        await pilot.press("q")
    assert bench.app.return_code == 0


async def test_q_asks_during_a_run_and_escape_goes_back_to_it() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r")
        await bench.show(pilot, running(2.0))
        await bench.press(pilot, "q")
        assert isinstance(bench.app.screen, Ask)
        assert "Stop the run and quit?" in bench.text()
        await bench.press(pilot, "escape")
        assert bench.on_top
        assert bench.experiment.calls == []


async def test_quitting_stops_the_run_first() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r")
        await bench.show(pilot, running(2.0))
        await bench.press(pilot, "q")
        await bench.press(pilot, "q")
        assert bench.experiment.calls == ["cancel"]
        assert bench.app.is_running
        bench.experiment.finish()
    assert bench.app.return_code == 0


async def test_ctrl_q_works_while_typing_and_asks_once() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r", "slash", "x", "ctrl+q", "ctrl+q")
        assert isinstance(bench.app.screen, Ask)
        assert len(bench.app.screen_stack) == 2
