"""Whether the machine was too noisy to judge."""

from concur_workloads.results.noise import is_noisy, serial_spread
from concur_workloads.results.verdict import sentence
from concur_workloads.spec import RunSpec
from support.run_results import a_pass, a_result, with_serial_walls


def test_passes_alike_are_no_noise() -> None:
    assert not is_noisy(with_serial_walls(1.0, 1.1, 1.15))


def test_passes_that_differ_are_noise() -> None:
    result = with_serial_walls(1.0, 1.3, 1.1)
    assert is_noisy(result)
    assert serial_spread(result) == (1.0, 1.3)


def test_one_pass_says_nothing() -> None:
    assert serial_spread(with_serial_walls(1.0)) is None
    assert not is_noisy(with_serial_walls(1.0))


def test_passes_of_a_backend_may_differ() -> None:
    passes = (a_pass(1, wall_s=1.0), a_pass(2, wall_s=9.0))
    assert not is_noisy(a_result(passes=passes))
    serial = RunSpec("no-op", backend="serial", workers=1)
    assert is_noisy(a_result(spec=serial, passes=passes))


def test_on_a_noisy_machine_the_verdict_claims_no_reason() -> None:
    text = sentence(with_serial_walls(1.0, 2.0))
    assert "took turns" not in text
    assert "the 2 threads used" in text
    assert "oisy" not in text
