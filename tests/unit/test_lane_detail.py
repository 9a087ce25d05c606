"""The words at the end of a lane."""

from dataclasses import replace

from concur_tui.screens.workbench.lane_feed import detail
from concur_workloads.api import Activity
from support.fake_experiment import running


def test_they_tell_task_cpu_the_main_wait_and_what_was_done() -> None:
    lane = replace(
        running(4.0, workers=1).lanes[0],
        task=31,
        ok=7,
        busy_s=4.0,
        cpu_s=1.0,
        shares=((Activity.ON_CPU, 0.25), (Activity.READY, 0.05), (Activity.GIL, 0.7)),
    )
    assert detail(lane, wide=False) == "task 31   CPU  25 %   GIL  70 %     7 done"


def test_what_was_not_seen_leaves_its_room_empty() -> None:
    lane = replace(running(4.0, workers=1).lanes[0], task=31, ok=7, busy_s=4.0, cpu_s=1.0)
    assert detail(lane, wide=False) == "task 31   CPU  25 %                 7 done"


def test_a_zombie_is_called_one_whatever_the_width() -> None:
    lane = replace(running(4.0, workers=1).lanes[0], task=31, activity=Activity.ZOMBIE)
    assert detail(lane, wide=True).startswith("zombie task 31 ")
    assert detail(lane, wide=False).startswith("zombie    CPU ")


def test_the_wait_for_a_cpu_is_no_queue_of_the_program() -> None:
    lane = replace(
        running(4.0, workers=1).lanes[0],
        shares=((Activity.ON_CPU, 0.6), (Activity.READY, 0.4)),
    )
    assert "ready  40 %" in detail(lane, wide=False)
