"""One run that nothing disturbs, by every backend with every start method, looked at all over."""

import asyncio
import os
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

from concur_workloads.api import LogEntry, Phase, RunResult, RunSnapshot, WorkerResult
from support.experiments import MECHANISMS, Mechanism, lanes_of, watched
from support.leftovers import nothing_left_behind

_WORKERS = 3
_TASKS = 31
_REPEATS = 3
_WARM_UP = 2


class WholeRun(NamedTuple):
    """What is known of a run when it has ended."""

    mechanism: Mechanism
    result: RunResult
    looks: list[RunSnapshot]
    log: list[LogEntry]
    open_descriptors: tuple[int, int]

    @property
    def workers(self) -> int:
        return self.result.spec.workers

    @property
    def is_processes(self) -> bool:
        return self.mechanism.has_processes


async def _run(mechanism: Mechanism) -> WholeRun:
    spec = mechanism.spec(
        "sum-of-squares",
        parameters={"terms": 5_000},
        workers=_WORKERS,
        tasks=_TASKS,
        chunk_size=3,
        warm_up=_WARM_UP,
        repeats=_REPEATS,
        baseline=True,
    )
    before = _open_descriptors()
    async with watched(spec) as run:
        result = await run.result()
    looks = [*run.looks, run.experiment.snapshot()]
    return WholeRun(mechanism, result, looks, run.log, (before, _open_descriptors()))


def _open_descriptors() -> int:
    return sum(1 for _ in Path("/dev/fd").iterdir())


@pytest.fixture(scope="module", params=MECHANISMS, ids=str)
def whole(request: pytest.FixtureRequest) -> WholeRun:
    """The run, made once for all tests of a backend."""
    with nothing_left_behind():
        return asyncio.run(_run(request.param))


def test_every_task_of_every_pass_gave_the_result_that_serial_gave(whole: WholeRun) -> None:
    result = whole.result
    assert (result.status, result.cause) == ("completed", "")
    assert (result.failures, result.failures_in_all) == ((), 0)
    assert {(each.completed, each.failed) for each in result.passes} == {(_TASKS, 0)}
    checksums = {each.checksum for each in result.passes}
    assert checksums == {result.checksum} != {""}
    assert result.checksum_matches is (None if whole.mechanism.is_serial else True)


def test_passes_took_turns_in_alternating_order(whole: WholeRun) -> None:
    took_turns = [(each.number, each.role) for each in whole.result.passes]
    if whole.mechanism.is_serial:
        assert took_turns == [(number, "backend") for number in range(1, _REPEATS + 1)]
    else:
        assert took_turns == [
            (1, "serial"),
            (1, "backend"),
            (2, "backend"),
            (2, "serial"),
            (3, "serial"),
            (3, "backend"),
        ]


def test_counters_are_exact_and_leave_warm_up_out(whole: WholeRun) -> None:
    workers = whole.result.workers
    assert [each.id for each in workers] == list(range(1, whole.workers + 1))
    assert sum(each.tasks for each in workers) == _TASKS * _REPEATS
    assert sum(each.failed for each in workers) == 0
    assert sum(each.share for each in workers) == pytest.approx(1.0)
    for each in workers:
        assert each.share == pytest.approx(each.tasks / (_TASKS * _REPEATS))
    last = whole.looks[-1]
    assert sum(lane.ok for lane in lanes_of(last)) == _TASKS * _REPEATS
    assert last.done == last.total == len(whole.result.passes) * _TASKS
    assert whole.result.dropped_records == last.missed_records == 0


def test_spans_tell_of_all_the_time_that_workers_were_busy(whole: WholeRun) -> None:
    spans = [span for look in whole.looks for span in look.spans]
    assert {span.kind for span in spans} == {"start-up", "warm-up", "task"}
    for lane in whole.looks[-1].lanes:
        own = sorted(
            (span for span in spans if span.lane == lane.lane), key=lambda span: span.start_s
        )
        assert [span.kind for span in own[:2]] == ["start-up", "warm-up"]
        assert all(one.end_s <= other.start_s for one, other in pairwise(own))
        tasks = [span for span in own if span.kind == "task"]
        assert sum(span.end_s - span.start_s for span in tasks) == pytest.approx(lane.busy_s)
        assert sum(span.cpu_s for span in tasks) == pytest.approx(lane.cpu_s)


def test_every_worker_is_who_it_says(whole: WholeRun) -> None:
    workers = whole.result.workers
    pids = {each.pid for each in workers}
    native_ids = {each.native_id for each in workers}
    assert len(native_ids) == whole.workers
    assert os.getpid() not in pids
    if whole.is_processes:
        assert len(pids) == whole.workers
        assert [each.native_id for each in workers] == [each.pid for each in workers]
        assert _runner_pid(whole) not in pids
    else:
        assert len(pids) == 1
    if whole.mechanism.is_serial:
        assert native_ids == pids


def _runner_pid(whole: WholeRun) -> int:
    """The serial passes ran in the main thread of a runner; the other runner is its sibling."""
    return next(lane.pid for lane in whole.looks[-1].lanes if lane.role == "serial")


def test_workers_ended_as_they_should(whole: WholeRun) -> None:
    assert {each.exit for each in whole.result.workers} <= whole.mechanism.usual_exits
    assert {lane.state for lane in whole.looks[-1].lanes} == {"ended"}
    assert whole.looks[-1].phase is Phase.ENDED
    assert [entry for entry in whole.log if entry.level in ("warning", "error")] == []


def test_every_phase_was_timed_apart(whole: WholeRun) -> None:
    phases = whole.result.phases
    for seconds in (phases.runner, phases.startup, phases.warm_up, phases.work, phases.shutdown):
        assert seconds is not None
        assert 0 < seconds < 30
    assert phases.dispatch is not None
    assert 0 <= phases.dispatch < 1
    assert phases.work == whole.result.wall_s
    for each in whole.result.workers:
        assert each.startup_s is not None
        assert 0 < each.startup_s < 30


def test_the_first_task_of_a_worker_is_timed_though_it_does_not_count(whole: WholeRun) -> None:
    spans = [span for look in whole.looks for span in look.spans if span.kind == "warm-up"]
    lane_of = {lane.worker: lane.lane for lane in lanes_of(whole.looks[-1])}
    for each in whole.result.workers:
        warm_up = [span for span in spans if span.lane == lane_of[each.id]]
        assert each.cold_task_s is not None
        assert 0 < each.cold_task_s < sum(span.end_s - span.start_s for span in warm_up)


def test_time_on_cpu_is_within_time_on_tasks(whole: WholeRun) -> None:
    for each in filter(_has_worked, whole.result.workers):
        assert 0 < each.on_cpu_s <= each.busy_s * 1.1


def _has_worked(worker: WorkerResult) -> bool:
    return worker.tasks > 0


def test_figures_follow_from_the_passes(whole: WholeRun) -> None:
    result = whole.result
    assert result.wall_s is not None
    assert result.throughput_per_s == pytest.approx(_TASKS / result.wall_s)
    assert result.latency is not None
    assert 0 < result.latency.p50 <= result.latency.p95 <= result.latency.p99 <= result.latency.max
    if whole.mechanism.is_serial:
        assert (result.speedup, result.efficiency, result.serial_wall_s) == (None, None, None)
    else:
        assert result.speedup is not None
        assert result.efficiency == pytest.approx(result.speedup.value / whole.workers)


def test_no_descriptor_stays_open(whole: WholeRun) -> None:
    before, after = whole.open_descriptors
    assert after == before
