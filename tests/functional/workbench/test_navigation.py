"""Panes, drawers, maximising, help, themes and the palette."""

import pytest
from textual.command import CommandPalette

from concur_tui.screens.help import HelpScreen
from concur_tui.widgets.key_line import KeyLine
from support.fake_experiment import running
from support.workbench import Bench, workbench


def pane_with_cursor(bench: Bench) -> str | None:
    panes = [pane.id for pane in bench.screen.query(".pane") if pane.has_focus_within]
    return panes[0] if panes else None


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
@pytest.mark.parametrize(
    ("key", "pane"),
    [
        ("1", "workloads"),
        ("w", "workloads"),
        ("2", "configuration"),
        ("e", "configuration"),
        ("3", "resources"),
        ("4", "log"),
        ("5", "so-far"),
    ],
)
async def test_each_pane_has_a_key(key: str, pane: str, size: tuple[int, int]) -> None:
    async with workbench(*size) as (bench, pilot):
        await bench.press(pilot, key)
        assert pane_with_cursor(bench) == pane
        assert bench.screen.focused is not None
        assert bench.screen.focused.region.area > 0


async def test_m_gives_the_screen_to_a_pane_and_escape_takes_it_back() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "4", "m")
        assert bench.screen.query_one("#log").region.size == (120, 38)
        await bench.press(pilot, "escape")
        assert bench.screen.query_one("#log").region.height < 15


async def test_a_maximised_pane_stays_live() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r", "3", "m")
        await bench.show(pilot, running(4.0))
        assert "16 done" in bench.text()


async def test_drawers_open_on_a_narrow_screen_and_escape_closes_them() -> None:
    async with workbench(80, 24) as (bench, pilot):
        assert not bench.screen.query_one("#left").display
        await bench.press(pilot, "w")
        assert any(row.startswith("│  sum of squares") for row in bench.rows())
        await bench.press(pilot, "enter")
        assert pane_with_cursor(bench) == "configuration"
        await bench.press(pilot, "escape")
        assert not bench.screen.query_one("#left").display
        assert pane_with_cursor(bench) == "resources"


async def test_a_drawer_closes_when_the_run_starts() -> None:
    async with workbench(80, 24) as (bench, pilot):
        await bench.press(pilot, "w", "enter", "tab", "enter")
        assert len(bench.experiments) == 1
        assert not bench.screen.query_one("#left").display


async def test_help_lists_the_keys_and_closes() -> None:
    async with workbench(120, 150) as (bench, pilot):
        await bench.press(pilot, "question_mark")
        assert isinstance(bench.app.screen, HelpScreen)
        text = bench.text()
        assert "Run what the configuration shows." in text
        assert "In the field of the Python: list those on this machine." in text
        assert "In a field with choices: take the next one." in text
        assert "Put the next worker beside this one; after the last, none." in text
        assert "!           Jump to the task that failed first, and read it out." in text
        assert ",           hold, and read out what the selected lane did a cell earlier" in text
        await bench.press(pilot, "escape")
        assert bench.on_top


async def test_help_is_reachable_during_a_run_which_goes_on() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r", "question_mark")
        await bench.show(pilot, running(4.0))
        await bench.press(pilot, "escape")
        await bench.show(pilot, running(5.0))
        assert "5.0 s" in bench.rows()[0]


async def test_t_goes_round_the_themes() -> None:
    async with workbench() as (bench, pilot):
        seen = []
        for _ in range(3):
            await bench.press(pilot, "t")
            seen.append(bench.app.theme)
        assert seen == ["projector-light", "high-contrast", "concur-dark"]


async def test_the_palette_offers_the_actions() -> None:
    async with workbench() as (bench, pilot):
        titles = {each.title for each in bench.app.get_system_commands(bench.screen)}
        assert {"Run", "Stop", "Kill", "Help", "Theme", "Quit", "Log level"} <= titles
        assert {"Slowest task", "Longest wait", "First failure"} <= titles
        await bench.press(pilot, "ctrl+p")
        assert isinstance(bench.app.screen, CommandPalette)


async def test_an_action_from_the_palette_reaches_the_workbench() -> None:
    async with workbench() as (bench, pilot):
        commands = {each.title: each for each in bench.app.get_system_commands(bench.screen)}
        bench.app.call_later(commands["Run"].callback)
        await bench.settle(pilot)
        assert len(bench.experiments) == 1


async def test_the_key_line_shows_only_keys_that_work() -> None:
    async with workbench() as (bench, pilot):
        line = bench.screen.query_one(KeyLine)
        enabled = {key.name for key in line.keys if key.enabled}
        assert {"r", "q", "?"} <= enabled
        assert not {"s", "p", "k", "Esc"} & enabled
        await bench.press(pilot, "r")
        await bench.show(pilot, running(1.0))
        enabled = {key.name for key in line.keys if key.enabled}
        assert {"s", "p", "k"} <= enabled
        assert "r" not in enabled
        await bench.press(pilot, "slash")
        assert {key.name for key in line.keys} == {"^q", "Tab", "Esc", "F3"}


async def test_a_click_on_the_key_line_does_what_the_key_does() -> None:
    async with workbench() as (bench, pilot):
        assert await pilot.click("#keys", offset=(2, 0))
        await bench.settle(pilot)
        assert len(bench.experiments) == 1


async def test_a_click_picks_a_workload() -> None:
    async with workbench() as (bench, pilot):
        await pilot.click("#workload-list", offset=(4, 2))
        await bench.settle(pilot)
        assert "primes" in bench.rows()[0]


async def test_a_text_is_found_in_the_log_and_n_goes_on() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r")
        for number in range(100):
            bench.experiment.say(f"line {number}")
        await bench.show(pilot, running(1.0))
        await bench.flush_log(pilot)
        assert "line 17" not in bench.words("#log-lines")
        await bench.press(pilot, "ctrl+f", *"line 1", "enter")
        assert "11 of 11" in bench.words("#log-lines")
        await bench.press(pilot, "n", "n")
        assert "line 10 " in bench.words("#log-lines")
        await bench.press(pilot, "ctrl+f", "escape")
        assert "hold" in bench.text()


async def test_ctrl_c_says_how_to_quit() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "ctrl+c")
        assert "Press q to quit" in bench.text()


async def test_the_log_has_levels_a_filter_and_follow() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r", "4")
        bench.experiment.say("plain news")
        bench.experiment.say("bad news", level="warning")
        await bench.show(pilot, running(1.0))
        await bench.flush_log(pilot)
        await bench.settle(pilot)
        assert "plain news" in bench.text()
        await bench.press(pilot, "l")
        await bench.flush_log(pilot)
        await bench.settle(pilot)
        assert "plain news" not in bench.text()
        assert "bad news" in bench.text()
        await bench.press(pilot, "f")
        assert "hold" in bench.text()
        await bench.press(pilot, "slash", *"nothing like it")
        await bench.flush_log(pilot)
        await bench.settle(pilot)
        assert "bad news" not in bench.text()
        await bench.press(pilot, "escape")
        await bench.flush_log(pilot)
        await bench.settle(pilot)
        assert "bad news" in bench.text()
