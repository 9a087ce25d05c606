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


def _with_pools(workers: int, *, ready_s: float = 5.0, others_s: float = 8.0) -> RunResult:
    """Over 3.69 s of passes, processes that wait for so long and threads beside that want CPUs."""
    return _processes(
        workers,
        1.8,
        budget=a_budget(on_cpu=4.0, ready=ready_s),
        machine=a_machine(
            other_threads=3 if others_s else 0,
            other_threads_cpu_s=others_s / 4,
            other_threads_waited_s=others_s * 3 / 4,
        ),
    )


@pytest.mark.parametrize(
    ("ready_s", "others_s", "found"),
    [
        (5.0, 8.0, True),
        # They only wait for tasks, or hardly compute.
        (5.0, 0.0, False),
        (5.0, 1.0, False),
        # Nobody had to wait.
        (0.5, 8.0, False),
    ],
)
def test_processes_with_pools_of_threads(ready_s: float, others_s: float, *, found: bool) -> None:
    diagnosis = native_pools(_with_pools(2, ready_s=ready_s, others_s=others_s))
    assert (diagnosis is not None) is found
    if diagnosis is not None:
        assert diagnosis.sentence == (
            "2 processes and up to 3 more threads each wanted 4.61 CPUs at once of 2 usable, and "
            "tasks waited for one 56 % of their time."
        )
        assert "OMP_NUM_THREADS=1" in diagnosis.advice
        assert diagnosis.advice.endswith("threadpoolctl in the tasks.")


def test_pools_are_told_of_beside_workers_that_are_too_many_themselves() -> None:
    result = _with_pools(4)
    diagnosis = native_pools(result)
    assert diagnosis is not None
    assert diagnosis.sentence.startswith(
        "4 processes, themselves more than the 2 usable CPUs, and up to 3 more threads each wanted"
    )
    assert diagnosis.advice.endswith(", and --workers 2.")
    assert oversubscription(result) is not None


def test_workers_that_are_too_many_have_no_pools_for_it() -> None:
    result = _with_pools(4, others_s=0.0)
    assert native_pools(result) is None
    assert oversubscription(result) is not None


def test_threads_have_the_pools_of_their_process() -> None:
    diagnosis = native_pools(replace(_with_pools(2), workers_are="threads"))
    assert diagnosis is not None
    assert diagnosis.sentence.startswith("2 threads and up to 3 more threads in their process want")


def test_pools_are_not_known_without_a_budget_or_a_look_at_the_processes() -> None:
    assert native_pools(replace(_with_pools(2), budget=None)) is None
    assert native_pools(replace(_with_pools(2), machine=None)) is None
    assert native_pools(replace(_with_pools(2), passes=())) is None
