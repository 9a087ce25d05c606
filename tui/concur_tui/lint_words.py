"""Lints by their names, and what they found as text."""

from collections.abc import Iterable

from concur_tui.specs.suggestion import did_you_mean
from concur_workloads.api import LINTS, LintFinding, RunResult, trust


def known_lints(names: Iterable[str]) -> frozenset[str]:
    """The names, if each is that of a lint; else raises ValueError with the end of a sentence."""
    known = [lint.name for lint in LINTS]
    wanted = frozenset(names)
    for name in sorted(wanted.difference(known)):
        raise ValueError(f"there is no lint {name!r}{did_you_mean(name, known)}.")
    return wanted


def finding_text(finding: LintFinding) -> str:
    """The name, to silence it by, what was found, and what to try."""
    return f"{finding.lint}: {finding.sentence} {finding.advice}"


def untold_reasons(result: RunResult, told: Iterable[LintFinding]) -> list[str]:
    """Why a result is not to be trusted further, without what findings beside it tell anyway."""
    lints = {each.lint for each in told}
    found = trust(result)
    return [each.text for each in found.reasons if each.lint not in lints] if found else []
