"""All lints, and what they find."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable

from concur_workloads.results.lints import cpus, fork, gil, loop, surroundings, tasks
from concur_workloads.results.lints.lint import Lint, LintFinding
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


def findings(result: RunResult, silenced: Collection[str] = ()) -> tuple[LintFinding, ...]:
    """What is found in a completed result, the most important first; none of those `silenced`."""
    if result.status != "completed":
        return ()
    checked = ((lint.name, lint.check(result)) for lint in LINTS if lint.name not in silenced)
    return tuple(
        LintFinding(name, found.sentence, found.advice)
        for name, found in checked
        if found is not None
    )


def known_lints(names: Iterable[str]) -> frozenset[str]:
    """The names, if each is that of a lint; else raises ValueError with one sentence."""
    known = [lint.name for lint in LINTS]
    wanted = frozenset(names)
    for name in sorted(wanted.difference(known)):
        near = difflib.get_close_matches(name, known, 1)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}."
        raise ValueError(f"{name!r} is no lint; {hint}")
    return wanted
