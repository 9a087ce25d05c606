"""A person as the scheduler: each key a step, and what becomes of the counter."""

from concur_tui.screens.race.race_screen import RaceScreen
from concur_tui.widgets.key_line import KeyLine
from support.workbench import workbench


async def test_steps_are_taken_undone_and_drawn_by_a_seed() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "i")
        screen = bench.app.screen
        assert isinstance(screen, RaceScreen)
        await bench.press(pilot, "1", "2", "1", "2", "1", "2")
        assert (screen.race.order, screen.race.lost) == ((1, 2, 1, 2, 1, 2), 1)
        text = bench.text()
        assert "counter 1" in text
        assert "At step 6 thread 2 stored what it had made of its load at step 2" in text
        await bench.press(pilot, "u")
        assert (screen.race.order, screen.race.lost) == ((1, 2, 1, 2, 1), 0)
        await bench.press(pilot, "r", "space", "space")
        begun = screen.race.order
        await bench.press(pilot, *["space"] * 10)
        assert screen.race.order[:2] == begun
        assert (screen.race.left(1), screen.race.left(2)) == (0, 0)
        await bench.press(pilot, "n")
        seen = screen.race.order
        await bench.press(pilot, "r", "n")
        assert screen.race.order != seen
        await bench.press(pilot, "escape")
        assert bench.on_top


async def test_a_key_that_would_do_nothing_is_shown_as_such() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "i")
        keys = bench.app.screen.query_one(KeyLine)
        assert [key.label for key in keys.keys if not key.enabled] == ["undo", "start again"]
        await bench.press(pilot, *"111111")
        assert [key.label for key in keys.keys if not key.enabled] == ["step thread 1"]
        await bench.press(pilot, "1")
        assert "Steps" in bench.text()
