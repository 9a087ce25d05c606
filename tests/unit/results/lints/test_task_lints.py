"""Tasks that are too small, too large or badly shared out, on both sides of each threshold."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from concur_workloads.results.lints.lint import Diagnosis
from concur_workloads.results.lints.tasks import (
    idle_tail,
    pickling_dominates,
    start_up_dominates,
    straggler,
    tiny_tasks,
    unbalanced_chunks,
)
from concur_workloads.results.run_result import LongestUnderWay, RunResult
from concur_workloads.results.snapshot import Latency
from concur_workloads.spec import RunSpec
from support.run_results import a_budget, a_pass, a_result, a_worker, with_serial_walls


def _small(task_s: float, dispatch_s: float | None, **changes: Any) -> RunResult:
    workers = tuple(a_worker(each, tasks=100, busy_s=100 * task_s) for each in (1, 2))
    phases = replace(a_result().phases, dispatch=dispatch_s)
    return a_result(workers=workers, phases=phases, **changes)


@pytest.mark.parametrize(
    ("task_s", "dispatch_s", "found"),
    [
        (12e-6, 36e-6, True),
        (80e-6, 21e-6, True),
        (80e-6, 19e-6, False),
        (0.9e-3, 1e-3, True),
        (1.1e-3, 1e-3, False),
        (12e-6, None, False),
    ],
)
def test_tiny_tasks(task_s: float, dispatch_s: float | None, *, found: bool) -> None:
    assert (tiny_tasks(_small(task_s, dispatch_s)) is not None) is found


def test_tiny_tasks_are_told_with_what_they_took() -> None:
    found = tiny_tasks(_small(12e-6, 36e-6))
    assert found is not None
    assert found.sentence == (
        "A task took 12 µs, and before it its worker waited 36 µs for it: 75 % of the time went "
        "into handing out."
    )
    assert "--chunk-size 8)" in found.advice


def test_a_serial_run_hands_nothing_out() -> None:
    spec = RunSpec("no-op", backend="serial", workers=1)
    assert tiny_tasks(_small(1e-7, 1e-6, spec=spec)) is None


@pytest.mark.parametrize(
    ("median_s", "longest_s", "found"),
    [(0.1, 0.4, True), (0.1, 0.3, False), (0.15, 0.44, False), (0.001, 0.31, True)],
)
def test_straggler(median_s: float, longest_s: float, *, found: bool) -> None:
    """The pass takes 1.23 s."""
    latency = Latency(median_s, median_s, median_s, longest_s)
    diagnosis = straggler(a_result(latency=latency))
    assert (diagnosis is not None) is found


def test_a_straggler_is_told_with_the_median_and_the_pass() -> None:
    found = straggler(a_result(latency=Latency(0.1, 0.1, 0.1, 0.4)))
    assert found is not None
    assert found.sentence == (
        "The longest task took 400 ms, 4 times the median, and the median pass over all tasks "
        "1.23 s."
    )


_LATENCY = Latency(0.1, 0.1, 0.1, 0.12)


@pytest.mark.parametrize(
    ("wall_s", "took_s", "tasks", "pass_s", "found"),
    [
        # After a pass of 1.2 s, whatever is left to begin; and in the first, once nothing is.
        (1.2, 0.31, 1, None, True),
        (None, 0.31, 1, 1.2, True),
        (None, 0.31, 1, None, False),
        # Less than the part of a pass that decides its length; less than three times the median.
        (1.2, 0.29, 1, None, False),
        (None, 0.31, 1, 1.3, False),
        (0.4, 0.29, 1, None, False),
        # So many are under way that they may be what is usual.
        (1.2, 0.31, 13, None, False),
    ],
)
def test_a_task_that_is_under_way_becomes_a_straggler(
    wall_s: float | None, took_s: float, tasks: int, pass_s: float | None, *, found: bool
) -> None:
    seen = a_result(
        latency=_LATENCY,
        wall_s=wall_s,
        longest_under_way=LongestUnderWay(7, 2, took_s, tasks, pass_s),
    )
    assert (straggler(seen) is not None) is found


def test_a_straggler_under_way_is_told_with_its_number_and_worker() -> None:
    longest = LongestUnderWay(7, 2, 0.5, 1, 1.5)
    found = straggler(a_result(latency=_LATENCY, longest_under_way=longest))
    assert found is not None
    assert found.sentence == (
        "Task 7 has been under way in worker 2 for 500 ms, 5 times the median, and the median pass "
        "over all tasks took 1.23 s."
    )
    found = straggler(a_result(latency=_LATENCY, wall_s=None, longest_under_way=longest))
    assert found is not None
    assert found.sentence.endswith("and no other is left to begin, 1.5 s after the pass began.")


def test_no_task_is_blamed_for_a_noisy_machine_or_for_moments() -> None:
    latency = Latency(0.1, 0.1, 0.1, 0.4)
    assert straggler(with_serial_walls(1.0, 2.0, latency=latency)) is None
    long = Latency(0.04, 0.04, 0.04, 0.6)
    assert straggler(with_serial_walls(1.0, 2.0, latency=long)) is not None
    assert straggler(a_result(latency=Latency(0.001, 0.001, 0.001, 0.04), wall_s=0.05)) is None
    assert straggler(a_result(latency=latency, workers=(a_worker(1),))) is None


@pytest.mark.parametrize(("tail_s", "found"), [(1.2, False), (1.4, True)])
def test_idle_tail(tail_s: float, *, found: bool) -> None:
    diagnosis = idle_tail(a_result(budget=a_budget(on_cpu=7.38, idle_tail=tail_s)))
    assert (diagnosis is not None) is found
    if diagnosis is not None:
        assert "waited 1.4 s in all for the last ones, beside 7.38 s" in diagnosis.sentence
    assert idle_tail(a_result()) is None


@pytest.mark.parametrize(
    ("chunk_size", "busy_s", "found"),
    [(8, (3.1, 0.9), True), (8, (2.9, 1.1), False), (1, (3.1, 0.9), False), (8, (4e-2, 0), False)],
)
def test_unbalanced_chunks(chunk_size: int, busy_s: tuple[float, float], *, found: bool) -> None:
    workers = tuple(a_worker(number, busy_s=each) for number, each in enumerate(busy_s, 1))
    spec = a_result().spec.with_changes(chunk_size=chunk_size)
    diagnosis = unbalanced_chunks(a_result(spec=spec, workers=workers))
    assert (diagnosis is not None) is found
    if diagnosis is not None:
        assert "one worker was busy for 3.1 s and another for 900 ms" in diagnosis.sentence
        assert diagnosis.advice == "Try --chunk-size 2."


@pytest.mark.parametrize(
    ("startup_s", "work_s", "found"), [(1.3, 1.2, True), (1.1, 1.2, False), (0.04, 0.01, False)]
)
def test_start_up_dominates(startup_s: float, work_s: float, *, found: bool) -> None:
    phases = replace(a_result().phases, startup=startup_s, work=work_s)
    diagnosis = start_up_dominates(a_result(phases=phases))
    assert (diagnosis is not None) is found
    if diagnosis is not None:
        assert diagnosis.sentence == (
            "Until 2 threads were ready it took 1.3 s, and all their work in a pass 1.2 s."
        )
        assert "fork" not in diagnosis.advice
    spec = RunSpec("no-op", backend="multiprocessing.Process", start_method="spawn")
    spawned = start_up_dominates(a_result(phases=replace(phases, startup=9.0), spec=spec))
    assert spawned is not None
    assert "--start-method fork" in spawned.advice


def _in_one_thread(awaiting_s: float, **changes: Any) -> RunResult:
    """Eight places in an event loop, which each were in tasks for 1 s."""
    budget = a_budget(on_cpu=8.0 - awaiting_s, awaiting=awaiting_s, idle_tail=3.5)
    return a_result(
        spec=RunSpec("work.py:f", backend="asyncio", workers=8, chunk_size=8),
        workers=tuple(a_worker(each, busy_s=1.0 if each > 1 else 4.0) for each in range(1, 9)),
        budget=replace(budget, shares_thread=True),
        latency=Latency(0.1, 0.1, 0.1, 0.4),
        **changes,
    )


@pytest.mark.parametrize("check", [idle_tail, unbalanced_chunks, straggler])
def test_nothing_is_badly_shared_out_among_those_that_block_each_other(
    check: Callable[[RunResult], Diagnosis | None],
) -> None:
    awaiting = _in_one_thread(4.0)
    assert check(awaiting) is not None
    assert check(_in_one_thread(0.1)) is None
    blocking = replace(awaiting, spec=awaiting.spec.with_changes(blocking="loop"))
    assert check(blocking) is None


@pytest.mark.parametrize(("task_s", "found"), [(200e-6, False), (20e-6, True)])
def test_the_wait_for_a_turn_is_none_for_a_task(task_s: float, *, found: bool) -> None:
    """Four passes over 100 tasks each took 24 ms; what is not in tasks is what lies between."""
    workers = tuple(a_worker(each, tasks=50, busy_s=50 * task_s) for each in range(1, 9))
    seen = a_result(
        spec=RunSpec("no-op", backend="asyncio", workers=8, blocking="loop"),
        workers=workers,
        passes=tuple(a_pass(each, wall_s=0.024) for each in range(1, 5)),
        phases=replace(a_result().phases, dispatch=7 * task_s),
    )
    diagnosis = tiny_tasks(seen)
    assert (diagnosis is not None) is found
    if diagnosis is not None:
        assert "its worker waited 220 µs for it" in diagnosis.sentence


@pytest.mark.parametrize(("between_s", "found"), [(0.9, False), (1.1, True)])
def test_pickling_dominates(between_s: float, *, found: bool) -> None:
    budget = a_budget(between_tasks=between_s, on_cpu=1.0, waiting_for_task=2.0)
    diagnosis = pickling_dominates(a_result(workers_are="processes", budget=budget))
    assert (diagnosis is not None) is found
    if diagnosis is not None:
        assert "on a CPU for 1.1 s" in diagnosis.sentence
        assert "in tasks for 1 s" in diagnosis.sentence


def test_pickling_that_was_measured_is_told_apart() -> None:
    budget = a_budget(between_tasks=0.1, deserialising=0.7, serialising=0.4, on_cpu=1.0)
    diagnosis = pickling_dominates(a_result(workers_are="processes", budget=budget))
    assert diagnosis is not None
    assert "on a CPU for 1.2 s" in diagnosis.sentence
    assert "(deserialising 700 ms, serialising 400 ms)" in diagnosis.sentence


def test_threads_and_moments_of_messages_do_not_count_as_pickling() -> None:
    budget = a_budget(between_tasks=9.0, on_cpu=1.0)
    assert pickling_dominates(a_result(workers_are="threads", budget=budget)) is None
    budget = a_budget(between_tasks=0.02, on_cpu=0.01)
    assert pickling_dominates(a_result(workers_are="processes", budget=budget)) is None
    assert pickling_dominates(a_result(workers_are="processes")) is None
