"""What is said of threads that share a GIL, on both sides of each threshold."""

from dataclasses import replace
from typing import Any

import pytest

from concur_workloads.results.lints.gil import convoy, gil_bound_threads
from concur_workloads.results.ratio import Ratio
from support.run_results import (
    ENVIRONMENT,
    a_budget,
    a_machine,
    a_result,
    a_worker,
    with_serial_walls,
)


def _workers(**changes: Any) -> Any:
    return tuple(a_worker(number, **changes) for number in (1, 2))


def test_threads_that_took_turns_on_one_cpu() -> None:
    found = gil_bound_threads(a_result())
    assert found is not None
    assert found.sentence == (
        "The 2 threads had 2 tasks under way at once but used 1.02 CPUs of 2 usable together, as "
        "they share one GIL."
    )
    assert "--backend processes" in found.advice


@pytest.mark.parametrize(("waited_s", "found"), [(2.4, False), (2.6, True)])
def test_the_budget_decides_where_there_is_one(waited_s: float, *, found: bool) -> None:
    budget = a_budget(on_cpu=5.0, gil=waited_s, pipe=5.0 - waited_s, waiting_for_task=9.0)
    # What the budget has seen, a noisy machine does not explain away.
    result = with_serial_walls(1.0, 2.0, budget=budget)
    diagnosis = gil_bound_threads(result)
    assert (diagnosis is not None) is found
    if diagnosis is not None:
        assert diagnosis.sentence.endswith("for which they waited 26 % of that time.")


def test_a_budget_of_few_samples_is_none() -> None:
    budget = a_budget(on_cpu=5.0, pipe=5.0, looks=99)
    assert gil_bound_threads(a_result(budget=budget)) is not None
    assert gil_bound_threads(a_result(budget=replace(budget, looks=100))) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"workers": _workers(on_cpu_s=2.3)},
        {"workers": _workers(on_cpu_s=1.5)},
        {"workers": _workers(busy_s=2.7)},
        {"workers": (a_worker(1),)},
        {"workers_share_gil": False},
        {"workers_are": "workers"},
        {"environment": replace(ENVIRONMENT, usable_cpus=1)},
        {"environment": None},
        {"speedup": Ratio(1.9, 1.8, 2.0, 3)},
        {"spec": a_result().spec.with_changes(affinity="one-core")},
        {"machine": a_machine(others_cpu_s=2.4)},
        {"passes": with_serial_walls(1.0, 2.0, 1.0).passes},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_not_said_of_what_something_else_may_explain(changes: dict[str, Any]) -> None:
    assert gil_bound_threads(a_result(**changes)) is None


@pytest.mark.parametrize(("waited_s", "found"), [(0.9, False), (1.1, True)])
def test_a_thread_that_passes_by_behind_one_that_computes(waited_s: float, *, found: bool) -> None:
    asks = a_budget(on_cpu=0.1, gil=waited_s, pipe=1.0)
    computes = a_budget(on_cpu=2.0)
    workers = (a_worker(1, budget=computes), a_worker(2, budget=asks))
    diagnosis = convoy(a_result(workers=workers))
    assert (diagnosis is not None) is found
    if diagnosis is not None:
        assert diagnosis.sentence == (
            "In its tasks, thread 2 was on a CPU 4.5 % of the time and waited 50 % for the GIL, "
            "which threads that compute keep, up to 5 ms at a time."
        )


def test_a_thread_that_mostly_waits_for_io_is_in_no_convoy() -> None:
    asks = a_budget(on_cpu=0.01, gil=0.2, pipe=1.0)
    assert convoy(a_result(workers=(a_worker(1), a_worker(2, budget=asks)))) is None


def test_without_a_budget_no_convoy_is_known() -> None:
    assert convoy(a_result()) is None
