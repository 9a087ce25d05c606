"""The layout holds from 80x24 to 300x80, and says what it needs below."""

from itertools import combinations

import pytest
from textual.widget import Widget

from concur_workloads.api import RunResult
from support.fake_experiment import make_result, running
from support.workbench import Bench, workbench

SIZES = [
    (width, height) for width in (80, 109, 110, 199, 200, 300) for height in (24, 35, 36, 50, 80)
]
LEAVES = "#graph-cpu, #graph-rate, #graph-memory, #machine, #lanes, #progress, #said, #log-lines"


def shown(bench: Bench, selector: str) -> list[Widget]:
    return [each for each in bench.screen.query(selector) if each.display and each.region.area]


def check_layout(bench: Bench) -> None:
    width, height = bench.app.size
    for each in shown(bench, f"#headline, #keys, .pane, {LEAVES}"):
        assert each.region.right <= width, each
        assert each.region.bottom <= height, each
    for one, other in combinations(shown(bench, ".pane"), 2):
        assert not one.region.overlaps(other.region), (one, other)
    for one, other in combinations(shown(bench, LEAVES), 2):
        assert not one.region.overlaps(other.region), (one, other)
    assert len(shown(bench, LEAVES)) == 8
    assert bench.screen.query_one("#lanes").region.height >= 4
    assert bench.screen.query_one("#log-lines").region.height >= 3


@pytest.mark.slow
async def test_nothing_overlaps_or_leaves_the_screen_at_any_size() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r")
        await bench.show(pilot, running(4.0, workers=20))
        for size in SIZES:
            await pilot.resize_terminal(*size)
            await bench.settle(pilot)
            check_layout(bench)
            assert all(len(row) == size[0] for row in bench.rows())


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_the_layout_does_not_jump_when_a_run_starts_or_ends(size: tuple[int, int]) -> None:
    def regions() -> dict[str | None, object]:
        return {each.id: each.region for each in shown(bench, f".pane, {LEAVES}")}

    async with workbench(*size) as (bench, pilot):
        before = regions()
        await bench.press(pilot, "r")
        await bench.show(pilot, running(4.0))
        assert regions() == before
        result: RunResult = make_result(bench.experiment.spec)
        await bench.end(pilot, result)
        assert regions() == before


@pytest.mark.parametrize("size", [(79, 24), (80, 23), (40, 10), (10, 3), (1, 1)])
async def test_a_sentence_stands_for_a_layout_that_has_no_room(size: tuple[int, int]) -> None:
    async with workbench(100, 30) as (bench, pilot):
        await bench.press(pilot, "r")
        await bench.show(pilot, running(4.0))
        await pilot.resize_terminal(*size)
        await bench.settle(pilot)
        assert not bench.screen.query_one("#body").display
        if size[0] >= 40:
            assert "needs 80 columns and 24 rows" in " ".join(bench.text().split())
        await bench.show(pilot, running(5.0))
        await pilot.resize_terminal(100, 30)
        await bench.settle(pilot)
        assert "5.0 s" in bench.rows()[0]


async def test_the_cursor_is_somewhere_after_its_pane_became_a_drawer() -> None:
    async with workbench(120, 40) as (bench, pilot):
        await bench.press(pilot, "e")
        await pilot.resize_terminal(80, 24)
        await bench.settle(pilot)
        assert bench.screen.focused is not None
        assert bench.screen.focused.id == "lanes"
