"""The words about what the selected worker is at."""

from dataclasses import replace

import pytest

from concur_tui.screens.workbench.worker_now import worker_now
from concur_workloads.api import Activity, LaneSnapshot, RunSnapshot
from support.fake_experiment import ended_lane, running

NOW = replace(running(4.0, workers=1), elapsed_s=4.45)
LANE = NOW.lanes[0]


def said(lane: LaneSnapshot, snapshot: RunSnapshot = NOW) -> list[str]:
    return [part.rstrip() for part in worker_now(lane, snapshot).parts]


@pytest.mark.parametrize("activity", Activity)
def test_the_task_since_when_and_what_its_thread_was_seen_at(activity: Activity) -> None:
    assert said(replace(LANE, activity=activity)) == ["task 16  for  450 ms", activity.value]


def test_what_was_not_seen_is_not_said() -> None:
    assert said(replace(LANE, activity=None)) == ["task 16  for  450 ms"]


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("new", "new"),
        ("starting", "start-up for  1.20 s"),
        ("warming up", "warm-up  for  1.20 s"),
        ("idle", "idle     for  1.20 s"),
    ],
)
def test_a_worker_without_a_task_says_what_it_is_at(state: str, words: str) -> None:
    lane = replace(LANE, state=state, task=None, since_s=3.25, activity=None)
    assert said(lane) == [words]


@pytest.mark.parametrize(
    ("state", "code", "words"),
    [
        ("ended", None, ["ended"]),
        ("ended", 0, ["ended", "exited with code 0"]),
        ("dead", None, ["dead"]),
        ("dead", -9, ["dead", "was ended by SIGKILL"]),
        ("dead", 3, ["dead", "exited with code 3"]),
    ],
)
def test_the_end_says_how_as_far_as_that_is_known(
    state: str, code: int | None, words: list[str]
) -> None:
    assert said(replace(ended_lane(LANE, 4.0, code), state=state)) == words


def test_the_serial_lane_is_no_worker() -> None:
    assert worker_now(LANE, NOW).names == ("worker 1", "1")
    assert worker_now(replace(LANE, role="serial", label="serial"), NOW).names == ("serial",)


def test_the_words_are_as_wide_whatever_the_worker_is_at() -> None:
    many = replace(NOW, total=120_000)
    lanes = [
        *(replace(LANE, activity=activity) for activity in Activity),
        replace(LANE, task=119_999, activity=Activity.GIL),
        replace(LANE, state="idle", task=None, since_s=4.4499, activity=Activity.LOCK),
        replace(LANE, since_s=0.0, activity=Activity.ON_CPU),
    ]
    assert len({tuple(map(len, worker_now(lane, many).parts)) for lane in lanes}) == 1
