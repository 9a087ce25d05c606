"""Lints by their names, and what they found as text."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from concur_tui.formatting import count, counted
from concur_workloads.api import Limits, LintFinding, Parameter, RunResult, Trust, trust


@dataclass(frozen=True)
class Found:
    """All that was found in a run, silenced or not; `trust` is None where nothing is known."""

    findings: tuple[LintFinding, ...] = ()
    trust: Trust | None = None
    so_far: bool = False

    def told(self, silenced: Collection[str]) -> list[LintFinding]:
        """The findings of lints that are not silenced."""
        return [each for each in self.findings if each.lint not in silenced]

    @property
    def is_doubtful(self) -> bool:
        """Whether anything speaks against the figures."""
        return self.trust is not None and bool(self.trust.reasons)


def finding_text(finding: LintFinding) -> str:
    """The name, to silence it by, what was found, and what to try."""
    return f"{finding.lint}: {finding.sentence} {finding.advice}"


def limits_text(limits: Limits, among: Iterable[Parameter]) -> str:
    """Those that are not at their defaults, and what these are; empty without any."""
    return ", ".join(
        f"{limit.name} {limits.shown(limit):.10g} {limit.unit} instead of {limit.default:g}"
        for limit in limits.changed(among)
    )


def how_many(found: Found, silenced: Collection[str]) -> str:
    """How many findings there are and how many of those are silenced; empty without any."""
    told = len(found.told(silenced))
    kept_back = len(found.findings) - told
    parts = [counted(told, "finding")] if told else []
    if kept_back:
        parts.append(f"{count(kept_back)} silenced")
    return ", ".join(parts)


def untold_reasons(result: RunResult, told: Iterable[LintFinding]) -> list[str]:
    """Why a result is not to be trusted further, without what findings beside it tell anyway."""
    return reasons_beside(trust(result), told)


def reasons_beside(found: Trust | None, told: Iterable[LintFinding]) -> list[str]:
    """The reasons that none of the findings tells."""
    lints = {each.lint for each in told}
    return [each.text for each in found.reasons if each.lint not in lints] if found else []
