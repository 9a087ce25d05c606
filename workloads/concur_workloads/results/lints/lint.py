"""What a diagnosis is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from concur_workloads.results.run_result import RunResult


class Diagnosis(NamedTuple):
    """One sentence with its evidence, and one with what to try."""

    sentence: str
    advice: str


@dataclass(frozen=True)
class Lint:
    """One thing to look for; `check` gives None where it is not there, or cannot be known."""

    name: str
    about: str
    check: Callable[[RunResult], Diagnosis | None]


@dataclass(frozen=True)
class LintFinding:
    """What the lint of that name has found in a result."""

    lint: str
    sentence: str
    advice: str
