"""From a key to the task in the lanes that it leads to."""

from dataclasses import replace

import pytest

from concur_tui.actions import APP_ACTIONS, WORKBENCH_ACTIONS
from concur_tui.widgets.key_line import KeyLine
from concur_tui.widgets.lanes import LaneView
from concur_workloads.api import RunSnapshot, Span
from support.fake_experiment import running
from support.workbench import workbench


def with_a_slow_failure(elapsed_s: float) -> RunSnapshot:
    """Task 99 of worker 3 took longest, waited longest and failed."""
    now = running(elapsed_s)
    failed = Span(2, elapsed_s, elapsed_s + 1.0, "failed", 99, 0.1)
    return replace(now, elapsed_s=elapsed_s + 1.2, spans=(*now.spans, failed))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize(
    ("key", "words"),
    [("j", "slowest"), ("z", "longest wait"), ("exclamation_mark", "first failure")],
)
async def test_a_key_jumps_to_the_task(key: str, words: str, size: tuple[int, int]) -> None:
    async with workbench(*size) as (bench, pilot):
        await bench.press(pilot, "r")
        await bench.show(pilot, with_a_slow_failure(4.0))
        await bench.press(pilot, "4", key)
        assert isinstance(bench.screen.focused, LaneView)
        assert bench.screen.resources.selected_lane == 2
        said = bench.words("#lanes")
        assert f"{words}: task 99 failed · at 4.000 s for 1.00 s" in said
        assert "CPU 10 %, else not seen" in said
        assert "100 ms a cell · hold" in said


async def test_it_says_why_there_is_nowhere_to_jump_to() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r")
        await bench.show(pilot, running(4.0))
        await bench.press(pilot, "exclamation_mark")
        assert "No task has failed." in bench.words("Toast")
        assert "hold" not in bench.words("#lanes")


async def test_the_keys_wait_for_lanes() -> None:
    async with workbench(300, 80) as (bench, pilot):
        line = bench.screen.query_one(KeyLine)
        jumps = {"j", "z", "!"}
        assert jumps <= {key.name for key in line.keys}
        assert not jumps & {key.name for key in line.keys if key.enabled}
        await bench.press(pilot, "j")
        assert not bench.screen.query("Toast")
        await bench.press(pilot, "r")
        await bench.show(pilot, running(4.0))
        assert jumps <= {key.name for key in line.keys if key.enabled}


async def test_following_again_takes_the_mark_away() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r")
        await bench.show(pilot, running(4.0))
        await bench.press(pilot, "3", "comma", "comma")
        assert "▾" in bench.words("#lanes")
        assert "hold" in bench.words("#lanes")
        await bench.press(pilot, "f")
        assert "▾" not in bench.words("#lanes")
        assert bench.screen.query_one(LaneView).follow


async def test_a_new_run_begins_without_a_mark() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r")
        await bench.show(pilot, running(4.0))
        await bench.press(pilot, "j")
        await bench.end(pilot)
        assert "slowest: task" in bench.words("#lanes")
        await bench.press(pilot, "r")
        await bench.show(pilot, running(1.0))
        assert "slowest" not in bench.words("#lanes")
        assert bench.screen.query_one(LaneView).follow


def test_no_key_does_two_things() -> None:
    keys = [key for action in (*WORKBENCH_ACTIONS, *APP_ACTIONS) for key in action.key.split(",")]
    assert len(set(keys)) == len(keys)


async def test_a_task_that_went_down_with_its_worker_is_a_failure() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r")
        now = running(4.0)
        lost = Span(1, 4.0, 4.25, "lost", 17, 0.0)
        idle = replace(now.lanes[1], state="idle", task=None, since_s=4.4)
        lanes = (now.lanes[0], idle, *now.lanes[2:])
        after = replace(now, elapsed_s=4.5, spans=(*now.spans, lost), lanes=lanes)
        await bench.show(pilot, after)
        await bench.press(pilot, "exclamation_mark")
        said = bench.words("#lanes")
        assert "first failure: task 17 lost with its worker · at 4.000 s for 250 ms" in said
        assert "CPU unknown" in said
        assert "x" in next(row for row in bench.rows() if "▸2 " in row)
