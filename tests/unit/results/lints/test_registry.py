"""All lints: their names, what they find together, and how they are silenced."""

import re

from concur_workloads.results.lints.registry import LINTS, findings
from concur_workloads.results.lints.settings import LintSettings
from concur_workloads.results.run_result import Phases
from support.run_results import a_failed_result, a_result, with_serial_walls

_SLOW_START = Phases(0.1, 9.0, 0.0, 1.0, 2e-6, 0.0)


def test_names_are_stable_words_and_each_lint_says_what_it_looks_for() -> None:
    names = [lint.name for lint in LINTS]
    assert len(set(names)) == len(names)
    assert [name for name in names if not re.fullmatch(r"[a-z]+(-[a-z]+)*", name)] == []
    assert [lint.name for lint in LINTS if not lint.about] == []


def test_what_makes_figures_mean_less_comes_first() -> None:
    found = findings(with_serial_walls(1.0, 2.0, phases=_SLOW_START))
    assert [each.lint for each in found] == ["noisy-machine", "start-up-dominates"]


def test_each_finding_is_one_sentence_and_one_to_try() -> None:
    for each in findings(with_serial_walls(1.0, 2.0, phases=_SLOW_START)):
        assert each.sentence.endswith(".")
        assert each.advice.startswith("Try ")


def test_what_is_silenced_is_not_found() -> None:
    assert [each.lint for each in findings(a_result())] == ["gil-bound-threads"]
    assert findings(a_result(), LintSettings(frozenset({"gil-bound-threads"}))) == ()


def test_a_run_that_gave_no_result_is_not_diagnosed() -> None:
    assert findings(a_failed_result()) == ()
