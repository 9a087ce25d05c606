"""The sentence of a result: each of its claims follows from the figures that it is given."""

from typing import Any

import pytest

from concur_workloads.results.ratio import Ratio
from concur_workloads.results.verdict import sentence
from concur_workloads.spec import RunSpec
from support.run_results import a_budget, a_failed_result, a_pass, a_result, a_worker


def _with_workers(*workers: dict[str, Any]) -> str:
    made = tuple(a_worker(number, **changes) for number, changes in enumerate(workers, 1))
    return sentence(a_result(workers=made))


def test_threads_that_took_turns() -> None:
    assert sentence(a_result()) == (
        "speed-up 0.93 x serial (95 % interval 0.9 to 0.97, 3 pairs), slower: "
        "the 2 threads took turns, together 1.02 CPUs of 2 usable."
    )


def test_processes_in_parallel() -> None:
    result = a_result(
        workers_are="processes",
        workers_share_gil=False,
        speedup=Ratio(1.88, 1.8, 1.97, 5),
        workers=(a_worker(1, on_cpu_s=3.6), a_worker(2, on_cpu_s=3.6)),
    )
    assert sentence(result) == (
        "speed-up 1.88 x serial (95 % interval 1.8 to 1.97, 5 pairs), faster: "
        "the 2 processes ran in parallel, together 1.95 CPUs of 2 usable."
    )


@pytest.mark.parametrize("workers_are", ["threads", "processes"])
def test_less_than_one_cpu_is_not_explained_by_turns(workers_are: str) -> None:
    text = sentence(
        a_result(
            workers_are=workers_are,
            workers_share_gil=workers_are == "threads",
            workers=(a_worker(1, on_cpu_s=1.1), a_worker(2, on_cpu_s=1.1)),
        )
    )
    assert f"the 2 {workers_are} did not fill one CPU, as they waited or other programs" in text


def test_threads_without_a_gil_that_one_cpu_was_enough_for() -> None:
    text = sentence(a_result(workers_share_gil=False))
    assert "the 2 threads were kept from running at once, together 1.02 CPUs" in text


@pytest.mark.parametrize(
    ("on_cpu_s", "manner"),
    [(1.8, "were kept from running at once"), (2.4, "ran partly in parallel")],
)
def test_processes_that_did_not_get_the_cpus(on_cpu_s: float, manner: str) -> None:
    result = a_result(
        workers_are="processes",
        workers_share_gil=False,
        workers=(a_worker(1, on_cpu_s=on_cpu_s), a_worker(2, on_cpu_s=on_cpu_s)),
    )
    assert f"the 2 processes {manner}, together" in sentence(result)


@pytest.mark.parametrize(
    ("low", "high"), [(0.9, 1.2), (1.005, 1.2), (0.8, 0.995), (1.01, 1.2), (0.8, 0.99)]
)
def test_an_interval_that_does_not_clear_one_by_a_percent_shows_nothing(
    low: float, high: float
) -> None:
    text = sentence(a_result(speedup=Ratio(1.1, low, high, 3)))
    assert "no difference shown" in text
    assert "faster" not in text
    assert "slower" not in text


def test_one_pair_has_no_interval_and_no_winner() -> None:
    text = sentence(a_result(speedup=Ratio(1.9, None, None, 1)))
    assert "speed-up 1.9 x serial (one pair, so no interval):" in text
    assert "faster" not in text


def test_without_serial_passes_only_the_plain_rate_is_told() -> None:
    text = sentence(a_result(speedup=None))
    assert text.startswith(
        "16 tasks in 1.23 s, 13 a second; there was no serial pass to compare with: "
    )


def test_workers_that_waited() -> None:
    workers = tuple(a_worker(each, busy_s=3.6, on_cpu_s=0.02, tasks=6) for each in range(1, 9))
    assert "the 8 threads mostly waited, 7.8 tasks at once, together 0.04 CPUs of 2" in sentence(
        a_result(workers=workers)
    )


def test_what_workers_waited_for_is_said_where_it_was_seen() -> None:
    workers = tuple(a_worker(each, busy_s=3.6, on_cpu_s=0.02, tasks=6) for each in range(1, 9))
    budget = a_budget(on_cpu=1.0, pipe=7.0, lock=2.0)
    assert (
        "mostly waited (blocked: pipe, socket 70 % of the time in tasks), 7.8 tasks at once"
        in sentence(a_result(workers=workers, budget=budget))
    )


def test_workers_that_lacked_work_are_not_said_to_take_turns() -> None:
    text = _with_workers({"busy_s": 1.5, "on_cpu_s": 1.5}, {"busy_s": 1.5, "on_cpu_s": 1.5})
    assert "seldom had work at once (0.81 tasks on average)" in text


def test_uneven_shares_are_told() -> None:
    text = _with_workers({"tasks": 40, "on_cpu_s": 3.6}, {"tasks": 8, "on_cpu_s": 3.6})
    assert "unevenly: 8 to 40 tasks each" in text


def test_one_worker() -> None:
    assert "one worker, 1.00 CPUs of 2 usable" in _with_workers({"on_cpu_s": 3.69})


@pytest.mark.parametrize(("serial_passes", "unsure"), [(1, True), (2, False)])
def test_one_serial_pass_cannot_tell_a_wrong_result_from_a_random_one(
    serial_passes: int, *, unsure: bool
) -> None:
    serial = [a_pass(number, role="serial") for number in range(1, serial_passes + 1)]
    text = sentence(
        a_result(
            spec=RunSpec("package.module:function", parameters={"items": "16"}),
            checksum_matches=False,
            passes=(*serial, a_pass(1, checksum="0ddba11")),
        )
    )
    assert text.startswith("The results differ from those of the serial passes")
    assert ("(or no two calls give the same, which --repeats 2 would tell)" in text) is unsure


def test_different_results_come_first() -> None:
    assert sentence(a_result(checksum_matches=False)).startswith(
        "The results differ from those of the serial passes, so no figure counts: speed-up"
    )


def test_a_failure_names_its_cause_and_how_far_it_came() -> None:
    assert sentence(a_failed_result()) == (
        "Failed: worker 2 was ended by SIGKILL. No task of the backend had begun."
    )
    failed = a_result(
        status="failed",
        cause="task 3 raised ValueError",
        passes=(a_pass(1, status="failed", completed=15, failed=1),),
    )
    assert sentence(failed) == "Failed: task 3 raised ValueError. 15 of 16 tasks gave a result."


def test_a_cancelled_run_says_how_far_it_came() -> None:
    cancelled = a_result(status="cancelled", passes=(a_pass(1, completed=5), a_pass(2)))
    assert sentence(cancelled) == "Cancelled: 21 of 32 tasks gave a result."


def test_paused_passes_are_said_not_to_count() -> None:
    result = a_result(passes=(a_pass(1), a_pass(2, paused=True)))
    text = sentence(result)
    assert "1 of 2 passes were paused and do not count." in text
    assert "took turns" not in text
