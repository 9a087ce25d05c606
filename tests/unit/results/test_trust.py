"""The badge of a result, and its reasons, each on both sides of its threshold."""

from dataclasses import replace
from typing import Any

import pytest

from concur_workloads.results.machine_conditions import PassFrequency
from concur_workloads.results.run_result import RunResult
from concur_workloads.results.trust import trust
from support.run_results import (
    a_budget,
    a_failed_result,
    a_machine,
    a_pass,
    a_result,
    a_worker,
    with_serial_walls,
)


def _beside(**machine: Any) -> RunResult:
    """Two quiet pairs of passes of 1 s: of 8 s of CPU time the workers could have used 6."""
    passes = tuple(
        a_pass(number, role=role, wall_s=1.0) for number in (1, 2) for role in ("serial", "backend")
    )
    conditions = {"watched_s": 4.0, "run_cpu_s": 6.0, **machine}
    return a_result(passes=passes, machine=a_machine(**conditions))


def _said(result: RunResult) -> tuple[str, list[str]]:
    found = trust(result)
    assert found is not None
    return found.badge, [each.text for each in found.reasons]


def test_a_quiet_machine_is_good() -> None:
    assert _said(_beside()) == ("good", [])


@pytest.mark.parametrize(
    ("wall_s", "badge"), [(1.2, "good"), (1.25, "noisy"), (2.0, "noisy"), (2.1, "not trustworthy")]
)
def test_serial_passes_that_differ(wall_s: float, badge: str) -> None:
    said, reasons = _said(with_serial_walls(1.0, wall_s))
    assert said == badge
    assert (f"serial passes took 1 s to {wall_s:g} s" in reasons) is (badge != "good")


@pytest.mark.parametrize(
    ("others_cpu_s", "badge"),
    [(2.2, "good"), (2.4, "noisy"), (3.4, "noisy"), (3.6, "not trustworthy")],
)
def test_other_programs_may_have_what_the_workers_leave(others_cpu_s: float, badge: str) -> None:
    assert _said(_beside(others_cpu_s=others_cpu_s))[0] == badge


def test_other_programs_are_told_in_cpus() -> None:
    assert _said(_beside(others_cpu_s=2.4))[1] == ["other programs used 0.6 of 2 CPUs"]


def test_other_programs_do_not_matter_to_workers_that_wait_while_cpus_are_free() -> None:
    result = _beside(others_cpu_s=3.5, run_cpu_s=0.1)
    assert _said(result)[0] == "noisy"
    waiting = tuple(a_worker(number, busy_s=2.0, on_cpu_s=0.05) for number in (1, 2))
    assert _said(replace(result, workers=waiting))[0] == "good"


@pytest.mark.parametrize(
    ("stolen_cpu_s", "badge"), [(0.3, "good"), (0.5, "noisy"), (2.1, "not trustworthy")]
)
def test_time_that_the_host_took(stolen_cpu_s: float, badge: str) -> None:
    assert _said(_beside(stolen_cpu_s=stolen_cpu_s))[0] == badge


@pytest.mark.parametrize(
    ("throttled", "badge"), [(2, "good"), (3, "noisy"), (11, "not trustworthy")]
)
def test_a_quota_that_ran_out(throttled: int, badge: str) -> None:
    assert _said(_beside(quota_periods=40, throttled_periods=throttled))[0] == badge


@pytest.mark.parametrize(
    ("mebibytes", "badge"), [(0.5, "good"), (1.5, "noisy"), (65, "not trustworthy")]
)
def test_swapping(mebibytes: float, badge: str) -> None:
    half = round(mebibytes * 2**19)
    assert _said(_beside(swapped_in_bytes=half, swapped_out_bytes=half))[0] == badge


@pytest.mark.parametrize(
    ("mhz", "badge"), [(3200.0, "good"), (3000.0, "noisy"), (2500.0, "not trustworthy")]
)
def test_a_clock_that_drifts(mhz: float, badge: str) -> None:
    frequencies = (PassFrequency("backend", 1, 3400.0), PassFrequency("backend", 2, mhz))
    assert _said(_beside(frequencies=frequencies))[0] == badge


def test_serial_passes_may_have_a_better_clock() -> None:
    frequencies = (PassFrequency("serial", 1, 4700.0), PassFrequency("backend", 1, 3000.0))
    assert _said(_beside(frequencies=frequencies))[0] == "good"


def test_lost_records_and_different_results() -> None:
    result = with_serial_walls(1.0, 1.0, dropped_records=1234, checksum_matches=False)
    assert _said(result) == (
        "not trustworthy",
        [
            "the results differ from those of the serial passes",
            "1,234 records were lost, so latency and figures lack them",
        ],
    )


def test_what_is_not_known_is_no_reason() -> None:
    unknown = dict.fromkeys(
        ("stolen_cpu_s", "quota_periods", "throttled_periods", "swapped_in_bytes")
    )
    assert _said(_beside(**unknown, swapped_out_bytes=None, frequencies=()))[0] == "good"


def test_few_pairs_are_no_reason() -> None:
    assert _said(a_result(machine=a_machine()))[0] == "good"


def test_without_anything_to_judge_by_there_is_no_badge() -> None:
    assert trust(a_result()) is None
    assert trust(a_failed_result()) is None


@pytest.mark.parametrize(
    ("late", "badge"), [(0.2, "good"), (0.3, "noisy"), (0.8, "not trustworthy")]
)
def test_looks_that_came_late_say_that_the_machine_was_full(late: float, badge: str) -> None:
    found, reasons = _said(replace(_beside(), late_looks=late))
    assert found == badge
    assert reasons == ([] if badge == "good" else [f"{100 * late:.2g} % of the looks came late"])


@pytest.mark.parametrize(
    ("checking_s", "badge"),
    [(0.04, "good"), (0.06, "noisy"), (0.24, "noisy"), (0.26, "not trustworthy")],
)
def test_what_it_takes_to_compare_results_counts_against_it(checking_s: float, badge: str) -> None:
    budget = a_budget(on_cpu=0.5, gil=0.5, waiting_for_task=9.0, checking=checking_s)
    said, reasons = _said(replace(_beside(), budget=budget))
    assert said == badge
    told = [each for each in reasons if "as long as the tasks" in each]
    assert bool(told) is (badge != "good")
