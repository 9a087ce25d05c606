"""What a person may set about lints."""

from __future__ import annotations

from dataclasses import dataclass

from concur_workloads.results.lints.limits import DEFAULT_LIMITS, Limits


@dataclass(frozen=True)
class LintSettings:
    """`silenced` are the names of lints that say nothing; the others speak at `limits`."""

    silenced: frozenset[str] = frozenset()
    limits: Limits = DEFAULT_LIMITS


NOTHING_SET = LintSettings()
