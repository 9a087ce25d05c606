"""All lints, and what they find."""

from __future__ import annotations

from collections.abc import Iterable

from concur_workloads.parameter import Parameter
from concur_workloads.results.lints import cpus, fork, gil, loop, surroundings, tasks
from concur_workloads.results.lints.limits import DEFAULT_LIMITS, Limits
from concur_workloads.results.lints.lint import Lint, LintFinding
from concur_workloads.results.lints.settings import NOTHING_SET, LintSettings
from concur_workloads.results.run_result import RunResult

#: What makes figures mean less comes first, then what explains most of a speed-up that is missing.
LINTS: tuple[Lint, ...] = (
    *surroundings.LINTS,
    *fork.LINTS,
    *loop.LINTS,
    *gil.LINTS,
    *cpus.LINTS,
    *tasks.LINTS,
)
#: What can be set of them, by name.
LIMITS: dict[str, Parameter] = {limit.name: limit for lint in LINTS for limit in lint.limits}


def findings(result: RunResult, lints: LintSettings = NOTHING_SET) -> tuple[LintFinding, ...]:
    """What is found in a completed result, the most important first; none of those silenced."""
    if result.status != "completed":
        return ()
    told = (lint for lint in LINTS if lint.name not in lints.silenced)
    return _found(result, told, lints.limits)


def findings_so_far(result: RunResult, limits: Limits = DEFAULT_LIMITS) -> tuple[LintFinding, ...]:
    """What a run that is still on shows already, the most important first."""
    return _found(result, (lint for lint in LINTS if lint.may_speak(result)), limits)


def _found(result: RunResult, lints: Iterable[Lint], limits: Limits) -> tuple[LintFinding, ...]:
    checked = ((lint.name, lint.check(result, limits)) for lint in lints)
    return tuple(
        LintFinding(name, found.sentence, found.advice)
        for name, found in checked
        if found is not None
    )
