"""What the lanes make of CPU shares that come with snapshots."""

from dataclasses import replace

import pytest

from concur_tui.widgets.state_styles import STATE_STYLES
from concur_workloads.api import Activity, CpuShare, RunSnapshot, Span
from support.fake_experiment import lane_now, running
from support.real_workbench import lane
from support.workbench import workbench


def one_worker(
    elapsed_s: float,
    task: int,
    since_s: float,
    on_cpu: float = 0.5,
    otherwise: Activity | None = None,
) -> RunSnapshot:
    """A worker that was on a CPU for a share of the tenth of a second before."""
    on_task = replace(lane_now(0, task, 0.5, elapsed_s), since_s=since_s)
    share = CpuShare(0, elapsed_s - 0.1, elapsed_s, on_cpu, otherwise)
    return replace(running(elapsed_s, workers=1), lanes=(on_task,), spans=(), shares=(share,))


async def test_a_task_that_began_since_the_last_painting_counts_as_busy_time() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r")
        await bench.show(pilot, one_worker(1.0, task=0, since_s=0.5))
        ended = Span(0, 0.5, 1.02, "task", 0, 0.26)
        await bench.show(pilot, replace(one_worker(1.1, task=1, since_s=1.02), spans=(ended,)))
        await bench.show(pilot, one_worker(1.2, task=1, since_s=1.02))
        await bench.show(pilot, one_worker(1.3, task=1, since_s=1.02))
        await bench.show(pilot, one_worker(1.4, task=1, since_s=1.02))
        cells = lane(bench.text(), "1").strip()
        assert cells[-4:] == "│▄▄▄", cells


async def test_a_worker_that_is_a_zombie_is_called_one() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r")
        now = one_worker(1.0, task=0, since_s=0.5)
        zombie = replace(now.lanes[0], activity=Activity.ZOMBIE)
        await bench.show(pilot, replace(now, lanes=(zombie,)))
        assert "zombie    CPU " in bench.text()


@pytest.mark.parametrize("activity", [each for each in Activity if each is not Activity.ON_CPU])
async def test_what_a_worker_was_seen_to_wait_for_is_in_its_cells(activity: Activity) -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r")
        for elapsed_s in (1.0, 1.1, 1.2, 1.3, 1.4):
            now = one_worker(elapsed_s, task=0, since_s=0.9, on_cpu=0.1, otherwise=activity)
            await bench.show(pilot, now)
        shown = {style.word: style.braille for style in STATE_STYLES.values()}
        wait = next(glyph for word, glyph in shown.items() if activity.value in word)
        assert f"│{wait * 3}" in bench.text()
