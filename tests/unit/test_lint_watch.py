"""Looks for findings are seldom, and more so where each takes long."""

from concur_tui.lint_watch import LintWatch
from concur_workloads.api import FoundSoFar, RunResult
from support.run_results import a_result

NEVER_S = 3600.0


class _Run:
    """Something to look at, which counts the looks."""

    def __init__(self, result: RunResult | None) -> None:
        self._result = result
        self.looks = 0

    def result_so_far(self) -> RunResult | None:
        """What the test has given."""
        self.looks += 1
        return self._result


class _SlowRun(_Run):
    """At each look, a look takes longer than a turn of the test."""

    def result_so_far(self) -> RunResult | None:
        """Burn time first."""
        sum(range(2_000_000))
        return super().result_so_far()


def test_it_looks_at_once_and_again_when_the_period_is_over() -> None:
    run, watch = _Run(a_result(status="cancelled")), LintWatch(NEVER_S)
    assert isinstance(watch.look_if_due(run), FoundSoFar)
    assert watch.look_if_due(run) is None
    assert run.looks == 1


def test_looks_that_take_long_put_the_next_one_off_but_a_single_one_does_not() -> None:
    run, watch = _SlowRun(a_result(status="cancelled")), LintWatch(0.0)
    assert watch.look_if_due(run) is not None
    assert watch.look_if_due(run) is not None
    assert watch.look_if_due(run) is None
    assert run.looks == 2


def test_a_run_that_is_over_says_nothing() -> None:
    assert LintWatch(0.0).look_if_due(_Run(None)) is None
