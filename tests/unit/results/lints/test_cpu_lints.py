"""More that wants to run than there are CPUs, on both sides of each threshold."""

from dataclasses import replace
from typing import Any

import pytest

from concur_workloads.results.lints.cpus import native_pools, oversubscription
from concur_workloads.results.run_result import RunResult
from support.run_results import a_budget, a_machine, a_result, a_worker


def _processes(workers: int, on_cpu_s: float, busy_s: float = 3.6, **changes: Any) -> RunResult:
    """Processes on two CPUs over 3.69 s of passes; times are of each."""
    return a_result(
        spec=a_result().spec.with_changes(backend="multiprocessing.Process", start_method="fork"),
        workers_are="processes",
        workers_share_gil=False,
        workers=tuple(
            a_worker(number + 1, on_cpu_s=on_cpu_s, busy_s=busy_s) for number in range(workers)
        ),
        **changes,
    )


@pytest.mark.parametrize(
    ("workers", "on_cpu_s", "busy_s", "found"),
    [
        (4, 1.8, 3.6, True),
        (2, 3.6, 3.6, False),
        (4, 1.7, 3.6, True),
        (4, 1.6, 3.6, False),
        (4, 1.8, 2.4, True),
        (4, 1.8, 2.2, False),
    ],
)
def test_full_cpus_with_more_tasks_under_way(
    workers: int, on_cpu_s: float, busy_s: float, *, found: bool
) -> None:
    assert (oversubscription(_processes(workers, on_cpu_s, busy_s)) is not None) is found


def test_the_sentence_has_the_figures() -> None:
    found = oversubscription(_processes(4, 1.8))
    assert found is not None
    assert found.sentence == (
        "4 processes took turns on 2 usable CPUs: 3.9 tasks were under way at once on 1.95 CPUs."
    )
    assert found.advice.startswith("Try --workers 2:")


def test_threads_with_a_gil_take_turns_for_another_reason() -> None:
    workers = tuple(a_worker(number, on_cpu_s=1.9) for number in range(1, 5))
    assert oversubscription(a_result(workers=workers)) is None


@pytest.mark.parametrize(("ready_s", "found"), [(1.9, False), (2.1, True)])
def test_the_budget_decides_where_there_is_one(ready_s: float, *, found: bool) -> None:
    budget = a_budget(on_cpu=5.0, ready=ready_s, pipe=5.0 - ready_s)
    diagnosis = oversubscription(_processes(4, 0.5, budget=budget))
    assert (diagnosis is not None) is found
    if diagnosis is not None:
        assert "waited for a CPU 21 % of that time" in diagnosis.sentence


def test_those_in_a_loop_wait_for_the_cpu_of_one_thread_however_many_they_are() -> None:
    budget = replace(a_budget(on_cpu=5.0, ready=5.0), shares_thread=True)
    assert oversubscription(_processes(4, 0.5, budget=budget)) is None


@pytest.mark.parametrize(
    ("threads", "ready_s", "found"), [(2, 5.0, True), (1, 5.0, False), (2, 1.0, False)]
)
def test_processes_with_pools_of_threads(threads: int, ready_s: float, *, found: bool) -> None:
    result = _processes(
        2,
        1.8,
        budget=a_budget(on_cpu=5.0, ready=ready_s),
        machine=a_machine(worker_threads=threads),
    )
    diagnosis = native_pools(result)
    assert (diagnosis is not None) is found
    if diagnosis is not None:
        assert diagnosis.sentence.startswith("2 processes with up to 2 threads each had 2 usable")
        assert "OMP_NUM_THREADS=1" in diagnosis.advice


def test_pools_of_threads_are_not_known_without_a_budget_or_a_look_at_the_processes() -> None:
    budget = a_budget(on_cpu=5.0, ready=5.0)
    assert native_pools(_processes(2, 1.8, machine=a_machine(worker_threads=8))) is None
    assert native_pools(_processes(2, 1.8, budget=budget)) is None


def test_threads_of_a_library_that_hands_out_tasks_are_no_pool_that_computes() -> None:
    result = _processes(
        2, 1.8, budget=a_budget(on_cpu=5.0, ready=5.0), machine=a_machine(worker_threads=3)
    )
    assert native_pools(result) is not None
    of_pebble = replace(result, spec=result.spec.with_changes(backend="pebble"))
    assert native_pools(of_pebble) is None
