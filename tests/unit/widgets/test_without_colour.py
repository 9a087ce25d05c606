"""Terminals without colour, and the background that a row must not lose."""

from collections.abc import Callable

import pytest
from textual.color import Color
from textual.widget import Widget

from concur_tui import themes
from concur_tui.themes.concur_dark import CONCUR_DARK
from concur_tui.widgets.budget_bars import BudgetBars
from concur_tui.widgets.core_bars import CoreBars
from concur_tui.widgets.lanes import Current, LaneView
from concur_tui.widgets.log_view import Level, LogLine, LogView
from concur_tui.widgets.stacked_bar import CpuParts
from concur_tui.widgets.time_graph import TimeGraph
from concur_workloads.api import GilLook, SharedGil
from support.run_results import a_full_budget
from support.widget_rows import OneWidgetApp


def graph() -> Widget:
    return TimeGraph("CPU", "%", maximum=200.0)


def bars() -> Widget:
    bars = CoreBars()
    bars.show([CpuParts(10.0, 30.0), CpuParts(60.0, 20.0, 20.0)])
    return bars


def lanes() -> Widget:
    lanes = LaneView()
    lanes.set_lanes(["1", "2"])
    lanes.set_current(0, Current("task", 0.0, 0))
    # Filled and not, of every colour.
    looks = (GilLook(0.1 * n, 1 + n // 2, wanted=True) for n in range(12))
    lanes.show_gil(
        SharedGil((*looks, GilLook(1.21, 1, wanted=True), GilLook(1.22, 2, wanted=True)))
    )
    lanes.advance(2.0)
    return lanes


def log() -> Widget:
    log = LogView()
    log.extend([LogLine(0.0, Level.ERROR, "run 1", "died")])
    return log


def budget_bars() -> Widget:
    bars = BudgetBars(id="bars")
    bars.show({1: a_full_budget(1.0)})
    return bars


WIDGETS = pytest.mark.parametrize("make", [graph, bars, lanes, log, budget_bars])


@WIDGETS
async def test_no_color_is_respected(
    make: Callable[[], Widget], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = OneWidgetApp(make())
    async with app.run_test(size=(60, 6)) as pilot:
        await pilot.pause()
        for strip in app.screen._compositor.render_strips():
            for segment in strip:
                colour = segment.style.color if segment.style else None
                channels = colour.triplet if colour else None
                assert channels is None or len(set(channels)) == 1


@WIDGETS
async def test_every_cell_has_the_ground_of_the_theme(make: Callable[[], Widget]) -> None:
    app = OneWidgetApp(make())
    async with app.run_test(size=(60, 6)) as pilot:
        themes.register(app)
        await pilot.pause()
        ground = Color.parse(CONCUR_DARK.background or "").rich_color
        for y in range(6):
            blanks = [segment for segment in app.widget.render_line(y) if segment.text.isspace()]
            grounds = {segment.style.bgcolor for segment in blanks if segment.style}
            assert grounds <= {ground, Color.parse(CONCUR_DARK.panel or "").rich_color}
            assert all(segment.style for segment in blanks)
