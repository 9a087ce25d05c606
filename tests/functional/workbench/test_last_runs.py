"""The last runs: each with a badge, and why it has it for those who ask."""

import pytest
from textual.pilot import Pilot

from concur_workloads.api import RunResult
from support.fake_experiment import make_result
from support.run_results import with_serial_walls
from support.workbench import Bench, workbench

_GOOD, _NOISY, _NOT_TRUSTWORTHY = (with_serial_walls(1.0, most) for most in (1.0, 1.3, 2.5))
_WHY = "figures noisy (~): serial passes took 1 s to 1.3 s"


async def _ran(bench: Bench, pilot: Pilot[int], *results: RunResult) -> None:
    for each in results:
        await bench.press(pilot, "r")
        await bench.end(pilot, each)


def _first_words(bench: Bench, cells: int) -> list[str]:
    region = bench.screen.query_one("#runs-table").content_region
    rows = [row[region.x : region.right] for row in bench.rows()[region.y : region.bottom]]
    return [row[:cells] for row in rows if "threading.Thread" in row]


@pytest.mark.parametrize(("width", "height"), [(80, 24), (120, 40), (200, 60)])
async def test_each_has_a_sign_in_front(width: int, height: int) -> None:
    async with workbench(width, height) as (bench, pilot):
        await _ran(bench, pilot, _NOT_TRUSTWORTHY, _NOISY, _GOOD)
        await bench.press(pilot, "5")
        assert _first_words(bench, 4) == ["+ su", "~ su", "! su"]
        assert bench.screen.query_one("#runs-table").max_scroll_x == 0


async def test_where_there_is_room_a_word_stands_beside_it() -> None:
    async with workbench() as (bench, pilot):
        await _ran(bench, pilot, _NOT_TRUSTWORTHY, _NOISY, _GOOD)
        await bench.press(pilot, "5", "m")
        assert [each.strip() for each in _first_words(bench, 9)] == ["+ good", "~ noisy", "! no"]


async def test_a_run_without_a_result_has_none() -> None:
    async with workbench(80, 24) as (bench, pilot):
        await bench.press(pilot, "r")
        await bench.end(pilot, make_result(bench.experiment.spec, status="failed", cause="x"))
        await bench.press(pilot, "5")
        assert _first_words(bench, 4) == ["  su"]
        assert bench.screen.so_far.border_title == "So far · more: Enter · failed"


@pytest.mark.parametrize(("width", "height"), [(80, 24), (120, 40)])
async def test_the_reasons_stand_above_while_the_cursor_is_on_it(width: int, height: int) -> None:
    async with workbench(width, height) as (bench, pilot):
        await _ran(bench, pilot, _NOISY, _GOOD)
        assert bench.screen.so_far.border_title == "So far"
        await bench.press(pilot, "5")
        assert bench.screen.so_far.border_title == "So far · more: Enter · figures good (+)"
        await bench.press(pilot, "down")
        assert _WHY in bench.text()
        await bench.press(pilot, "3")
        assert bench.screen.so_far.border_title == "So far"


async def test_enter_lists_all_of_it_long_after_the_run() -> None:
    async with workbench() as (bench, pilot):
        await _ran(bench, pilot, _NOISY, _GOOD)
        await bench.press(pilot, "5", "down", "enter")
        assert bench.words("#findings-headline").startswith(
            "findings sum of squares · threading.Thread x 2 1 finding"
        )
        assert bench.words("#findings-trust").startswith("The figures are noisy: serial passes")
        assert "noisy-machine" in bench.words("#findings-list")
        await bench.press(pilot, "escape")
        assert bench.on_top
