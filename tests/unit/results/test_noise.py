"""Warnings that the machine was too noisy to judge."""

from concur_workloads.results.noise import noise_warning
from concur_workloads.results.run_result import PassResult, RunResult
from concur_workloads.results.verdict import sentence
from concur_workloads.spec import RunSpec
from support.run_results import a_pass, a_result


def _with_serial_walls(*walls_s: float) -> RunResult:
    passes: list[PassResult] = []
    for number, wall_s in enumerate(walls_s, 1):
        passes.append(a_pass(number, role="serial", wall_s=wall_s))
        passes.append(a_pass(number))
    return a_result(passes=tuple(passes))


def test_passes_alike_are_no_noise() -> None:
    assert noise_warning(_with_serial_walls(1.0, 1.1, 1.15)) == ""


def test_passes_that_differ_are_told_with_their_times() -> None:
    warning = noise_warning(_with_serial_walls(1.0, 1.3, 1.1))
    assert "Noisy" in warning
    assert "1 to 1.3 s" in warning


def test_one_pass_says_nothing() -> None:
    assert noise_warning(_with_serial_walls(1.0)) == ""


def test_passes_of_a_backend_may_differ() -> None:
    passes = (a_pass(1, wall_s=1.0), a_pass(2, wall_s=9.0))
    assert noise_warning(a_result(passes=passes)) == ""
    serial = RunSpec("no-op", backend="serial", workers=1)
    assert noise_warning(a_result(spec=serial, passes=passes)) != ""


def test_on_a_noisy_machine_the_verdict_claims_no_reason() -> None:
    text = sentence(_with_serial_walls(1.0, 2.0))
    assert "took turns" not in text
    assert "the 2 threads used" in text
    assert text.endswith("repeat more.")
