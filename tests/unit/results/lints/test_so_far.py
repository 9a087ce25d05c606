"""What a run shows while it is still on: with evidence enough, and not what only its end tells."""

import pytest

from concur_workloads.results.lints.registry import LINTS, findings_so_far
from concur_workloads.results.lints.so_far import Watchfulness
from concur_workloads.results.run_result import Phases, RunResult
from concur_workloads.results.trust import reasons_so_far
from support.run_results import a_budget, a_machine, a_pass, a_result, a_worker

_OF_WHOLE_PASSES = {"start-up-dominates", "tiny-tasks", "idle-tail", "unbalanced-chunks"}


def _so_far(wall_s: float, *, looks: int = 1000) -> RunResult:
    """Two threads that took turns in a first pass that has taken so long."""
    return a_result(
        status="cancelled",
        passes=(a_pass(1, status="cancelled", wall_s=wall_s),),
        workers=tuple(a_worker(each, busy_s=wall_s, on_cpu_s=wall_s / 2) for each in (1, 2)),
        budget=a_budget(looks=looks, on_cpu=wall_s, gil=wall_s),
    )


def _names(result: RunResult) -> list[str]:
    return [each.lint for each in findings_so_far(result)]


@pytest.mark.parametrize(("wall_s", "found"), [(0.9, []), (1.1, ["gil-bound-threads"])])
def test_a_lint_speaks_after_a_second_of_passes(wall_s: float, found: list[str]) -> None:
    assert _names(_so_far(wall_s)) == found


def test_seconds_of_serial_passes_are_no_evidence_of_what_threads_do() -> None:
    seen = _so_far(0.5)
    with_serial = a_result(
        status="cancelled",
        passes=(a_pass(1, role="serial", wall_s=9.0), *seen.passes),
        workers=seen.workers,
        budget=seen.budget,
    )
    assert _names(with_serial) == []


def test_but_they_are_of_what_the_machine_does() -> None:
    crowded = a_machine(watched_s=1.5, others_cpu_s=2.9)
    for wall_s, found in ((0.9, []), (1.5, ["noisy-machine"])):
        passes = (a_pass(1, role="serial", status="cancelled", wall_s=wall_s),)
        seen = a_result(status="cancelled", passes=passes, workers=(), machine=crowded)
        assert _names(seen) == found
        assert bool(reasons_so_far(seen)) is bool(found)


def test_what_is_of_whole_passes_is_not_said_before_one_has_ended() -> None:
    assert {lint.name for lint in LINTS if lint.of_whole_passes} == _OF_WHOLE_PASSES
    slow_start = Phases(0.1, 9.0, 0.0, 1.0, 2e-6, 0.0)
    ended, under_way = a_pass(1), a_pass(2, status="cancelled")
    for passes, found in (
        ((under_way,), []),
        ((a_pass(1, paused=True), under_way), []),
        ((a_pass(1, role="serial"), under_way), []),
        ((ended, under_way), ["start-up-dominates"]),
    ):
        seen = a_result(
            status="cancelled", phases=slow_start, workers=(a_worker(1),), passes=passes
        )
        assert _names(seen) == found


def test_findings_and_reasons_are_told_from_the_second_look_on_the_most_important_first() -> None:
    watchfulness = Watchfulness()
    seen = a_result(
        status="cancelled",
        machine=a_machine(watched_s=4.9, others_cpu_s=5.0),
        late_looks=0.9,
    )
    assert watchfulness.look(seen).findings == ()
    found = watchfulness.look(seen)
    assert [each.lint for each in found.findings][:1] == ["noisy-machine"]
    assert found.trust.badge == "not trustworthy"
    assert [each.serious for each in found.trust.reasons] == sorted(
        (each.serious for each in found.trust.reasons), reverse=True
    )
