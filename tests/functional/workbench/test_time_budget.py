"""The screen that says where the time of the workers went."""

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from concur_tui.screens.time_budget.time_budget_screen import TimeBudgetScreen
from concur_workloads.api import GilLane, GilUse, WhereTimeWent
from support.run_results import a_budget
from support.workbench import Bench, workbench

_TWO = {
    1: a_budget(start_up=0.2, on_cpu=1.0, gil=2.6, idle_tail=0.2),
    2: a_budget(start_up=0.2, on_cpu=1.2, gil=2.6),
}


async def _open(bench: Bench, pilot: Pilot[int]) -> None:
    await bench.press(pilot, "r")
    bench.experiment.time_went = WhereTimeWent(_TWO, GilUse(200, 190, {1: 90, 2: 80}, 2.0, 100))
    await bench.press(pilot, "v")
    assert isinstance(bench.app.screen, TimeBudgetScreen)


async def test_v_shows_bars_and_parts_and_escape_leads_back() -> None:
    async with workbench() as (bench, pilot):
        await _open(bench, pilot)
        text = bench.text()
        assert "where time went   2 workers, 4.00 s each, start to end" in text
        (row,) = [each for each in bench.rows() if "waiting for the GIL" in each]
        for shown in ("5.20 s", "65.0 %", "2.60 s", "estimated from 2 000 looks"):
            assert shown in row
        assert "on CPU  25.0 %" in text
        said = bench.words("#budget-gil")
        assert "estimated from 200 looks" in said
        assert "worker 1 held it at 47.4 % (give or take 7.08 %)" in said
        assert "at least 50.0 hand-overs a second" in said
        await bench.press(pilot, "escape")
        assert bench.on_top


async def test_it_follows_the_run_unless_it_is_held() -> None:
    async with workbench() as (bench, pilot):
        await _open(bench, pilot)
        screen = bench.app.screen
        assert isinstance(screen, TimeBudgetScreen)
        await bench.press(pilot, "space")
        bench.experiment.time_went = WhereTimeWent({1: a_budget(on_cpu=8.0)})
        screen.look()
        await bench.settle(pilot)
        assert "held" in bench.rows()[0]
        assert "on CPU  25.0 %" in bench.text()
        await bench.press(pilot, "space")
        assert "held" not in bench.rows()[0]
        assert "on CPU   100 %" in bench.text()


async def test_where_no_gil_is_shared_it_says_why() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r")
        why = "the workers are processes, each with a GIL of its own"
        bench.experiment.time_went = WhereTimeWent(_TWO, gil_lane=GilLane(why_none=why))
        await bench.press(pilot, "v")
        assert bench.words("#budget-gil") == f"There is no lane of the GIL: {why}."


async def test_before_any_run_it_says_that_there_is_nothing() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "v")
        assert "no worker has been watched until it was ready" in bench.text()


async def test_the_last_run_stays_to_be_seen() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r")
        bench.experiment.time_went = WhereTimeWent({1: a_budget(on_cpu=1.0, pipe=3.0)})
        await bench.end(pilot)
        await bench.press(pilot, "v")
        assert "1 worker, 4.00 s each" in bench.text()
        assert "blocked: pipe, socket" in bench.text()


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (300, 80)])
async def test_it_has_room_at_every_size(size: tuple[int, int]) -> None:
    async with workbench(*size) as (bench, pilot):
        await _open(bench, pilot)
        text = bench.text()
        for shown in ("waiting for the GIL", "65.0 %", "not explained", "on CPU  25.0 %"):
            assert shown in text
        # Where a figure comes from is told in any case, what one worker had where there is room.
        assert "estimated from 2 000 looks" in text
        assert ("least       most" in text) is (size[0] > 80)


def test_the_time_of_two_workers(snap_compare: Callable[..., bool]) -> None:
    bench = Bench()

    async def play(pilot: Pilot[Any]) -> None:
        await bench.opened(pilot)
        await _open(bench, pilot)

    assert snap_compare(bench.app, run_before=play, terminal_size=(120, 40))
