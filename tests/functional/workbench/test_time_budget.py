"""The screen that says where the time of the workers went."""

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from concur_tui.screens.time_budget.time_budget_screen import TimeBudgetScreen
from concur_tui.widgets.budget_bars import BudgetBars
from concur_workloads.api import BudgetItem, GilLane, GilUse, WhereTimeWent
from support.run_results import a_budget, a_full_budget
from support.workbench import Bench, workbench

_TWO = {
    1: a_budget(start_up=0.2, on_cpu=1.0, gil=2.6, idle_tail=0.2),
    2: a_budget(start_up=0.2, on_cpu=1.2, gil=2.6),
}


_FOUR = {worker: a_full_budget(0.1 * worker) for worker in (1, 2, 3, 4)}
_GIL_OF_FOUR = GilUse(200, 190, {1: 40, 2: 40, 3: 40, 4: 40}, 2.0, 100)


async def _open(bench: Bench, pilot: Pilot[int], went: WhereTimeWent | None = None) -> None:
    await bench.press(pilot, "r")
    of_two = WhereTimeWent(_TWO, GilUse(200, 190, {1: 90, 2: 80}, 2.0, 100))
    bench.experiment.time_went = went or of_two
    await bench.press(pilot, "v")
    assert isinstance(bench.app.screen, TimeBudgetScreen)


async def test_v_shows_bars_and_parts_and_escape_leads_back() -> None:
    async with workbench() as (bench, pilot):
        await _open(bench, pilot)
        text = bench.text()
        assert "where time went   2 workers, 4.00 s each, start to now" in text
        (row,) = [each for each in bench.rows() if "estimated from 2 000 looks" in each]
        for shown in ("waiting for the GIL", "5.20 s", "65.0 %", "2.60 s"):
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
        assert "1 worker, 4.00 s each, start to end" in bench.text()
        assert "blocked: pipe, socket" in bench.text()


async def test_a_worker_is_chosen_and_the_table_is_its_own() -> None:
    async with workbench() as (bench, pilot):
        await _open(bench, pilot)
        assert "together" in bench.words("#budget-header")
        await bench.press(pilot, "down", "n")
        assert bench.words("#budget-header").startswith("part worker 2 share of all least most")
        (row,) = [each for each in bench.rows() if each.startswith(" ████  on CPU")]
        assert " ".join(row.split()[3:]) == "1.20 s 30.0 % 27.5 % 1.00 s 1.20 s measured"
        assert "estimated from 1 000 looks" in bench.text()
        await bench.press(pilot, "p", "up")
        assert "together" in bench.words("#budget-header")


async def test_a_held_view_still_shows_another_worker() -> None:
    async with workbench() as (bench, pilot):
        await _open(bench, pilot)
        await bench.press(pilot, "space")
        bench.experiment.time_went = WhereTimeWent({1: a_budget(on_cpu=8.0)})
        await bench.press(pilot, "down", "down")
        assert "worker 2" in bench.words("#budget-header")
        assert "1.20 s" in bench.text()


async def test_workers_that_were_not_watched_are_told() -> None:
    async with workbench(80, 24) as (bench, pilot):
        many = {worker: a_budget(on_cpu=12.34) for worker in range(1, 209)}
        await _open(bench, pilot, WhereTimeWent(many, unwatched=48))
        assert "208 workers, 12.3 s each, start to now; 48 not watched" in bench.rows()[0]


async def test_the_bars_stay_as_high_when_there_is_more_to_tell() -> None:
    async with workbench() as (bench, pilot):
        await _open(bench, pilot, WhereTimeWent({1: a_budget(on_cpu=1.0)}))
        screen = bench.app.screen
        assert isinstance(screen, TimeBudgetScreen)
        before = screen.query_one(BudgetBars).region
        bench.experiment.time_went = WhereTimeWent({1: _FOUR[1]}, _GIL_OF_FOUR)
        screen.look()
        await bench.settle(pilot)
        assert "blocked: other" in bench.text()
        assert screen.query_one(BudgetBars).region == before


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (300, 80)])
async def test_it_has_room_at_every_size(size: tuple[int, int]) -> None:
    async with workbench(*size) as (bench, pilot):
        await _open(bench, pilot)
        text = bench.text()
        for shown in ("waiting for the GIL", "65.0 %", "not explained", "on CPU  27.5 %"):
            assert shown in text
        # Where a figure comes from is told in any case, what one worker had where there is room.
        assert "estimated from 2 000 looks" in text
        assert ("least       most" in text) is (size[0] > 80)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (300, 80)])
async def test_bars_have_room_however_much_there_is_to_tell(size: tuple[int, int]) -> None:
    async with workbench(*size) as (bench, pilot):
        await _open(bench, pilot, WhereTimeWent(_FOUR, _GIL_OF_FOUR))
        for label in ("all", "1", "2", "3", "4"):
            (bar,) = [row for row in bench.rows() if row[1:7].strip() == label]
            # The pattern of what was on a CPU, and of what waited for the GIL.
            assert "█" in bar
            assert "░" in bar
        seen = {row[7:28].strip() for row in bench.rows()}
        # What does not fit is scrolled to.
        await bench.press(pilot, "tab", *["down"] * 40)
        seen.update(row[7:28].strip() for row in bench.rows())
        assert {item.value for item in BudgetItem} <= seen
        assert bench.words("#budget-gil").endswith("hand-overs a second were seen.")
        assert any(row[1:7].strip() == "all" and "█" in row for row in bench.rows())


def test_the_time_of_two_workers(snap_compare: Callable[..., bool]) -> None:
    bench = Bench()

    async def play(pilot: Pilot[Any]) -> None:
        await bench.opened(pilot)
        await _open(bench, pilot)

    assert snap_compare(bench.app, run_before=play, terminal_size=(120, 40))
