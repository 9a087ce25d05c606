"""Coroutines timed in their lanes: wall time from end to end, CPU time of their own steps."""

import asyncio
import time
from collections.abc import Iterator
from typing import Any

import pytest

from concur_workloads.backends.event_loop.asyncio_worker import CoroutineWorker, may_begin
from concur_workloads.catalog.workload import Settings, Workload
from concur_workloads.control.loop_time import activity_in_loop
from concur_workloads.recorder.layout import Gate, State
from concur_workloads.recorder.reader import LaneReader
from concur_workloads.recorder.recording import Recording
from concur_workloads.recorder.steps import read_steps
from concur_workloads.results.activity import Activity
from concur_workloads.spec import RunSpec
from concur_workloads.worker_setup import WorkerSetup

_SPIN_S = 0.03


@pytest.fixture
def recording() -> Iterator[Recording]:
    """Room for two workers."""
    with Recording.create(2) as made:
        yield made


def _spin() -> None:
    until_s = time.thread_time() + _SPIN_S
    while time.thread_time() < until_s:
        pass


async def _spin_around_a_wait(argument: Any, _settings: Settings) -> object:
    _spin()
    await asyncio.sleep(0.05)
    _spin()
    return argument


async def _hear_of_an_end(argument: Any, _settings: Settings) -> object:
    try:
        return await asyncio.Event().wait()
    except asyncio.CancelledError:
        return f"{argument} was told"


async def _fail(_argument: Any, _settings: Settings) -> object:
    await asyncio.sleep(0)
    raise ValueError("on purpose")


def _worker(recording: Recording, coroutine: Any, lane: int = 1) -> CoroutineWorker:
    workload = Workload("w", "w", "w", "w", "w", "w", (), body=_no_body, coroutine=coroutine)
    return CoroutineWorker(workload, {}, WorkerSetup.of(RunSpec("w")), recording, lane)


def _no_body(_argument: Any, _settings: Settings) -> object:
    raise AssertionError("the coroutine is what runs")


async def test_the_steps_of_a_coroutine_count_and_its_waiting_does_not(
    recording: Recording,
) -> None:
    assert await _worker(recording, _spin_around_a_wait).run_coroutine(3, "result", 1) == "result"
    counted = LaneReader(recording, 1).counters()
    assert (counted.ok, counted.failed) == (1, 0)
    assert 2 * _SPIN_S <= counted.cpu_ns / 1e9 < 2 * _SPIN_S + 0.02
    assert counted.busy_ns / 1e9 >= 2 * _SPIN_S + 0.05


async def test_the_steps_of_others_in_between_do_not_count(recording: Recording) -> None:
    workers = [_worker(recording, _spin_around_a_wait, lane) for lane in (1, 2)]
    await asyncio.gather(*(each.run_coroutine(0, None, 1) for each in workers))
    for lane in (1, 2):
        counted = LaneReader(recording, lane).counters()
        assert counted.cpu_ns / 1e9 < 2 * _SPIN_S + 0.02
        assert counted.busy_ns / 1e9 >= 2 * _SPIN_S + 0.05


async def test_its_lane_tells_when_it_is_in_a_step(recording: Recording) -> None:
    seen = []

    async def look(_argument: Any, _settings: Settings) -> object:
        seen.append(read_steps(recording, 1))
        await asyncio.sleep(0)
        _spin()
        return None

    task = asyncio.create_task(_worker(recording, look).run_coroutine(3, None, 1))
    await asyncio.sleep(0)
    between = read_steps(recording, 1)
    assert activity_in_loop(recording, LaneReader(recording, 1), None) is Activity.AWAITING
    await task
    after = read_steps(recording, 1)
    assert seen[0].begun_ns > 0
    assert between.begun_ns == after.begun_ns == 0
    assert 0 < between.done_ns < after.done_ns - _SPIN_S * 1e9
    assert activity_in_loop(recording, LaneReader(recording, 1), None) is None


async def test_a_coroutine_hears_that_it_is_cancelled(recording: Recording) -> None:
    worker = _worker(recording, _hear_of_an_end)
    task = asyncio.create_task(worker.run_coroutine(3, "it", 1))
    await asyncio.sleep(0)
    assert LaneReader(recording, 1).status().task == 3
    task.cancel()
    assert await task == "it was told"


async def test_one_that_fails_is_recorded_as_failed(recording: Recording) -> None:
    with pytest.raises(ValueError, match="on purpose"):
        await _worker(recording, _fail).run_coroutine(3, None, 1)
    reader = LaneReader(recording, 1)
    assert (reader.counters().ok, reader.counters().failed) == (0, 1)
    assert reader.status().state is State.IDLE


async def test_a_warm_up_task_counts_for_nothing(recording: Recording) -> None:
    await _worker(recording, _spin_around_a_wait).run_warm_up()
    counted = LaneReader(recording, 1).counters()
    assert (counted.written, counted.ok, counted.busy_ns) == (1, 0, 0)
    assert read_steps(recording, 1) == (0, 0)


async def test_the_loop_goes_on_while_the_run_is_paused(recording: Recording) -> None:
    recording.gate = Gate.PAUSED
    waiting = asyncio.create_task(may_begin(recording))
    await asyncio.sleep(0.01)
    assert not waiting.done()
    recording.gate = Gate.OPEN
    assert await waiting
    recording.gate = Gate.CANCELLED
    assert not await may_begin(recording)
