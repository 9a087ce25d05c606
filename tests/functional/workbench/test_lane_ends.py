"""How lanes show that workers ended."""

from dataclasses import replace

from concur_workloads.api import LaneSnapshot, RunSnapshot
from support.fake_experiment import ended_lane, running
from support.workbench import Bench, workbench


def snapshot(elapsed_s: float, *lanes: LaneSnapshot) -> RunSnapshot:
    """Workers as the test says, with nothing new beside."""
    return replace(running(elapsed_s, workers=len(lanes)), lanes=lanes, spans=(), shares=())


def idle_since(since_s: float) -> LaneSnapshot:
    """One worker without a task."""
    return replace(running(1.0, workers=1).lanes[0], state="idle", task=None, since_s=since_s)


def lane_row(bench: Bench) -> str:
    """The row of the lane under the cursor, as far as cells go."""
    return next(row for row in bench.rows() if "▸1" in row).split("▸1 ", 1)[1][:30].rstrip()


async def test_a_worker_that_says_when_it_ended_is_marked_there() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r")
        idle = idle_since(0.05)
        await bench.show(pilot, snapshot(0.2, idle))
        await bench.show(pilot, snapshot(1.0, ended_lane(idle, 0.55)))
        assert lane_row(bench) == "     ┤"


async def test_one_that_did_not_is_marked_when_it_was_seen() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r")
        idle = idle_since(0.05)
        await bench.show(pilot, snapshot(0.2, idle))
        await bench.show(pilot, snapshot(0.75, ended_lane(idle, 0.05)))
        await bench.show(pilot, snapshot(1.0, ended_lane(idle, 0.05, 0)))
        assert lane_row(bench) == "       ┤"


async def test_what_ends_while_the_view_is_held_ended_then_and_not_later() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r", "3")
        idle = idle_since(0.05)
        await bench.show(pilot, snapshot(0.2, idle))
        await bench.press(pilot, "f")
        dead = replace(idle, state="dead", activity=None)
        await bench.show(pilot, snapshot(0.55, dead))
        await bench.show(pilot, snapshot(1.0, dead))
        await bench.press(pilot, "f")
        assert lane_row(bench) == "     x"


async def test_the_help_says_what_the_mark_means() -> None:
    async with workbench(120, 40) as (bench, pilot):
        await bench.press(pilot, "question_mark")
        await bench.press(pilot, "end")
        assert "┤┤┤┤  worker ended, or was replaced" in bench.text()
