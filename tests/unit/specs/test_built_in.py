"""The article's listings can run as they are; what it claims stands beside what was measured."""

from dataclasses import replace

import pytest

from concur_tui.specs.built_in import BuiltIn, built_ins, claim_about
from concur_tui.specs.claims import claim_sentence
from concur_workloads.api import prepare
from support.run_results import a_result


@pytest.mark.parametrize("each", built_ins(), ids=lambda each: each.name)
def test_each_can_run_and_is_known_by_what_it_runs(each: BuiltIn) -> None:
    spec = prepare(each.spec)
    assert claim_about(spec) == each.claim
    assert claim_about(spec.with_changes(repeats=7, baseline=False)) == each.claim
    assert claim_about(spec.with_changes(tasks=spec.tasks + 1)) == ""
    assert each.claim.endswith(".")


def test_the_claim_stands_beside_what_was_measured() -> None:
    sleeps = next(each for each in built_ins() if "sleeps" in each.name)
    result = a_result(spec=sleeps.spec, wall_s=2.003, serial_wall_s=10.01)
    said = claim_sentence(result)
    assert said.startswith(f"The article says: {sleeps.claim} ")
    assert said.endswith("Measured: 5 tasks in 2.00 s, one after the other in 10.0 s.")
    failed = claim_sentence(replace(result, status="failed"))
    assert failed.endswith("Measured: nothing, as the run was not completed.")


def test_of_other_runs_the_article_says_nothing() -> None:
    assert claim_sentence(a_result()) == ""
