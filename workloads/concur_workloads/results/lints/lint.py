"""What a diagnosis is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from concur_workloads.parameter import Parameter
from concur_workloads.results.lints.limits import Limits
from concur_workloads.results.run_result import RunResult
from concur_workloads.results.snapshot import Role


class Diagnosis(NamedTuple):
    """One sentence with its evidence, and one with what to try."""

    sentence: str
    advice: str


@dataclass(frozen=True)
class Lint:
    """One thing to look for; `check` gives None where it is not there, or cannot be known.

    `limits` are what a person may set of when it speaks; their names begin with that of the lint.
    While a run is on, it may speak when so many seconds of passes have been seen of the sides that
    it judges, and one of these passes has ended if it is `of_whole_passes`; where `speaks_after_s`
    is None, it takes the end of the run to judge.
    """

    name: str
    about: str
    check: Callable[[RunResult, Limits], Diagnosis | None]
    limits: tuple[Parameter, ...] = ()
    speaks_after_s: float | None = None
    judges: tuple[Role, ...] = ("backend",)
    of_whole_passes: bool = False

    def may_speak(self, so_far: RunResult) -> bool:
        """Whether there is evidence enough of a run that is still on."""
        if self.speaks_after_s is None:
            return False
        passes = [each for each in so_far.passes if each.role in self.judges]
        if self.of_whole_passes and not any(each.counts for each in passes):
            return False
        return sum(each.wall_s for each in passes) >= self.speaks_after_s


@dataclass(frozen=True)
class LintFinding:
    """What the lint of that name has found in a result."""

    lint: str
    sentence: str
    advice: str
