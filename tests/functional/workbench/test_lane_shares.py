"""What the lanes make of CPU shares that come with snapshots."""

from dataclasses import replace

from concur_workloads.api import CpuShare, RunSnapshot, Span
from support.fake_experiment import lane_now, running
from support.real_workbench import lane
from support.workbench import workbench


def one_worker(elapsed_s: float, task: int, since_s: float) -> RunSnapshot:
    """A worker that was on a CPU for half of the tenth of a second before."""
    on_task = replace(lane_now(0, task, 0.5, elapsed_s), since_s=since_s)
    share = CpuShare(0, elapsed_s - 0.1, elapsed_s, 0.5)
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
        assert cells[-4:] == "│▒▒▒", cells
