"""The bars of a time budget: one is selected, and more than fit are scrolled to."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.pilot import Pilot

from concur_tui.widgets.budget_bars import BudgetBars
from support.run_results import a_budget
from support.widget_rows import OneWidgetApp, rows


@asynccontextmanager
async def _bars(workers: int, height: int) -> AsyncIterator[tuple[BudgetBars, Pilot[None]]]:
    bars = BudgetBars(id="bars")
    async with OneWidgetApp(bars).run_test(size=(80, height)) as pilot:
        bars.show({number: a_budget(on_cpu=number, pipe=100.0) for number in range(1, workers + 1)})
        bars.focus()
        await pilot.pause()
        yield bars, pilot


async def test_the_bar_of_all_is_selected_first_and_the_cursor_stays_within() -> None:
    async with _bars(2, 24) as (bars, pilot):
        assert bars.worker is None
        assert rows(bars)[0].startswith("▸   all ")
        for key, worker in (("down", 1), ("down", 2), ("down", 2), ("up", 1), ("home", None)):
            await pilot.press(key)
            assert bars.worker == worker
        assert rows(bars)[1].startswith("      1 ")


async def test_the_cursor_pulls_along_what_does_not_fit() -> None:
    async with _bars(99, 24) as (bars, pilot):
        assert bars.size.height == 11
        await pilot.press("pagedown")
        assert bars.worker == 11
        await pilot.press("end")
        await pilot.pause()
        assert rows(bars)[-1].startswith("▸    99 ")
        await pilot.press("home")
        await pilot.pause()
        assert rows(bars)[0].startswith("▸   all ")


async def test_a_click_selects() -> None:
    async with _bars(2, 60) as (bars, pilot):
        # Each bar is four rows high, with words below it.
        assert "blocked: pipe, socket 98.5 %" in rows(bars)[4]
        await pilot.click(bars, offset=(20, 11))
        assert bars.worker == 2
        await pilot.click(bars, offset=(20, 9))
        assert bars.worker == 1


async def test_the_selected_worker_stays_so_when_another_comes_before_it() -> None:
    async with _bars(1, 24) as (bars, pilot):
        await pilot.press("down")
        budget = a_budget(on_cpu=1.0)
        bars.show({3: budget, 1: budget})
        assert bars.worker == 1
        bars.show({3: budget})
        assert bars.worker is None


async def test_the_smallest_share_is_not_cut() -> None:
    bars = BudgetBars(id="bars")
    async with OneWidgetApp(bars).run_test(size=(80, 24)) as pilot:
        bars.show({1: a_budget(on_cpu=0.00000924, pipe=1.0)})
        await pilot.pause()
        assert rows(bars)[0].rstrip().endswith("on CPU 0.000924 %")
