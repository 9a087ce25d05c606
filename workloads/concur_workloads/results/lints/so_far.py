"""What the evidence supports while a run is still on."""

from __future__ import annotations

from dataclasses import dataclass, field

from concur_workloads.results.lints.limits import DEFAULT_LIMITS, Limits
from concur_workloads.results.lints.lint import LintFinding
from concur_workloads.results.lints.registry import LINTS, findings_so_far
from concur_workloads.results.run_result import RunResult
from concur_workloads.results.steady import Steady
from concur_workloads.results.trust import Reason, Trust, reasons_so_far

_PLACES = {lint.name: place for place, lint in enumerate(LINTS)}


@dataclass(frozen=True)
class FoundSoFar:
    """Findings, the most important first, and whether anything speaks against the figures."""

    findings: tuple[LintFinding, ...] = ()
    trust: Trust = field(default_factory=lambda: Trust(()))


class Watchfulness:
    """Looks at a run again and again; what comes and goes from look to look is not told."""

    def __init__(self, limits: Limits = DEFAULT_LIMITS) -> None:
        self._limits = limits
        self._findings = Steady[LintFinding](lambda each: each.lint)
        self._reasons = Steady[Reason](lambda each: each.about)

    def look(self, so_far: RunResult) -> FoundSoFar:
        """What has been found for long enough."""
        findings = self._findings.look(findings_so_far(so_far, self._limits))
        reasons = self._reasons.look(reasons_so_far(so_far))
        return FoundSoFar(
            tuple(sorted(findings, key=lambda each: _PLACES[each.lint])),
            Trust(tuple(sorted(reasons, key=lambda each: not each.serious))),
        )
