"""What the selected worker is at now, beside the ruler of the lanes."""

from dataclasses import replace

import pytest

from concur_tui.widgets.lanes import LaneView
from concur_workloads.api import Activity, RunSnapshot
from support.fake_experiment import ended_lane, running
from support.workbench import Bench, workbench

SIZES = [(80, 24), (120, 40), (200, 60)]


def later(elapsed_s: float = 4.45, **changes: object) -> RunSnapshot:
    """Four workers some time into a task, of which the first is as the test says."""
    now = replace(running(4.0), elapsed_s=elapsed_s)
    first = replace(now.lanes[0], **changes)  # type: ignore[arg-type]
    return replace(now, lanes=(first, *now.lanes[1:]))


def ruler(bench: Bench) -> str:
    """The row above the lanes."""
    region = bench.screen.query_one(LaneView).content_region
    return bench.rows()[region.y][region.x : region.right]


@pytest.mark.parametrize("size", SIZES)
async def test_it_is_there_at_every_size_beside_two_labels_of_the_ruler(
    size: tuple[int, int],
) -> None:
    async with workbench(*size) as (bench, pilot):
        await bench.press(pilot, "r")
        await bench.show(pilot, later(activity=Activity.GIL))
        assert "1: task 16  for  450 ms · waiting for the GIL" in ruler(bench)
        assert ruler(bench).count("╷") >= 2


async def test_a_large_screen_says_at_the_end_of_each_lane_what_it_is_at() -> None:
    async with workbench(200, 60) as (bench, pilot):
        await bench.press(pilot, "r")
        await bench.show(pilot, later())
        details = [row[row.index("task 16") - 7 :][:14] for row in bench.rows() if "CPU  26" in row]
        assert details == ["on CPU task 16", *["GIL    task 16"] * 3]
        await bench.show(pilot, later(4.65, activity=None))
        assert "on CPU task 16" not in bench.text()


async def test_it_is_of_the_lane_that_the_cursor_is_on() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r", "3")
        await bench.show(pilot, later())
        assert "1: task 16  for  450 ms · on CPU" in ruler(bench)
        await bench.press(pilot, "down")
        assert "2: task 16  for  450 ms · waiting for the GIL" in ruler(bench)


async def test_nothing_moves_when_the_worker_goes_on_to_something_else() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r")
        places = set()
        elapsed_s = 5.0
        for changes in (
            {"activity": Activity.ON_CPU},
            {"activity": Activity.LOCK, "task": 9, "since_s": 3.0},
            {"activity": Activity.SLEEP, "task": None, "state": "idle", "since_s": 4.9999},
        ):
            await bench.show(pilot, later(elapsed_s, **changes))
            row = ruler(bench)
            places.add((row.index("1: "), row.index(" for "), row.rindex(" · ")))
            elapsed_s += 0.2
        assert len(places) == 1


async def test_a_view_that_is_held_says_nothing_of_now() -> None:
    async with workbench(200, 60) as (bench, pilot):
        await bench.press(pilot, "r", "3")
        await bench.show(pilot, later())
        await bench.press(pilot, "f", "down")
        assert "worker" not in ruler(bench)
        assert "100 ms a cell · hold" in ruler(bench)
        await bench.press(pilot, "f")
        assert "worker 2: task 16" in ruler(bench)


async def test_it_says_how_the_worker_ended_and_nothing_before_the_next_run() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r")
        await bench.show(pilot, later())
        now = later(5.0)
        ended = ended_lane(now.lanes[0], 4.9, 0)
        await bench.show(pilot, replace(now, lanes=(ended, *now.lanes[1:])))
        assert "1: ended · exited with code 0" in ruler(bench)
        await bench.end(pilot)
        assert "1: ended" in ruler(bench)
        await bench.press(pilot, "r")
        assert "1:" not in ruler(bench)
