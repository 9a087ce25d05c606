"""Whose control block is looked at in passing, and what is kept of it."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from concur_tui.screens.control_block.blocks_in_passing import BlocksInPassing
from concur_workloads.api import LaneSnapshot, why_no_control_blocks
from support.fake_experiment import running
from support.waiting_thread import waiting_thread

pytestmark = pytest.mark.skipif(bool(why_no_control_blocks()), reason="control blocks need /proc")


def _lanes(workers: int, **changes: object) -> list[LaneSnapshot]:
    return [replace(lane, **changes) for lane in running(1.0, workers=workers).lanes]  # type: ignore[arg-type]


def test_the_first_sixteen_are_looked_at_and_then_one_a_second() -> None:
    now_s = 100.0
    blocks, lanes = BlocksInPassing(lambda: now_s), _lanes(20)
    looked_at = []
    while (lane := blocks.next_due(lanes)) is not None:
        blocks.look_at(lane)
        looked_at.append(lane.lane)
    first = [lane.lane for lane in lanes[:16]]
    assert looked_at == first
    del looked_at[:]
    for _ in range(18):
        now_s += 1.0
        lane = blocks.next_due(lanes)
        assert lane is not None
        blocks.look_at(lane)
        assert blocks.next_due(lanes) is None
        looked_at.append(lane.lane)
    assert looked_at == [*first, *first[:2]]


@pytest.mark.parametrize("state", ["new", "starting", "ended", "dead"])
def test_who_does_not_work_is_left_alone(state: str) -> None:
    assert BlocksInPassing().next_due(_lanes(2, state=state)) is None


def test_what_was_seen_is_of_that_worker_alone_and_until_another_run() -> None:
    blocks = BlocksInPassing()
    with waiting_thread() as thread:
        (lane,) = _lanes(1, pid=os.getpid(), native_id=thread.native_id)
        blocks.look_at(lane)
    block = blocks.block_of(lane)
    assert block is not None
    assert block.tid == thread.native_id
    assert blocks.block_of(replace(lane, native_id=1)) is None
    blocks.forget()
    assert blocks.block_of(lane) is None
    assert blocks.next_due([lane]) == lane


def test_what_was_seen_stays_when_the_worker_has_ended_meanwhile() -> None:
    blocks = BlocksInPassing()
    with waiting_thread() as thread:
        (lane,) = _lanes(1, pid=os.getpid(), native_id=thread.native_id)
        blocks.look_at(lane)
    block = blocks.block_of(lane)
    # Its end is seen by Python a moment before the kernel has let go of it.
    while Path(f"/proc/self/task/{lane.native_id}").exists():
        pass
    blocks.look_at(lane)
    assert blocks.block_of(lane) is block is not None
