"""How far a result can be believed, and why not further."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from concur_workloads.results.noise import serial_spread
from concur_workloads.results.run_result import RunResult
from concur_workloads.results.signs import NOISY_MACHINE, signs

Badge = Literal["good", "noisy", "not trustworthy"]

#: Seconds of passes before anything is said of a run that is still on: in less, one burst of
#: another program is a large share.
ENOUGH_S = 1.0


@dataclass(frozen=True)
class Reason:
    """One reason not to believe a result, a phrase; `lint` names the one that says it, if any.

    `about` tells it from other reasons, whatever its figures are.
    """

    about: str
    text: str
    lint: str
    serious: bool


@dataclass(frozen=True)
class Trust:
    """How far a result can be believed; the gravest reason comes first."""

    reasons: tuple[Reason, ...]

    @property
    def badge(self) -> Badge:
        """In a word or two."""
        if any(each.serious for each in self.reasons):
            return "not trustworthy"
        return "noisy" if self.reasons else "good"


def trust(result: RunResult) -> Trust | None:
    """What the result and its surroundings say; None without a result, or if nothing is known.

    That there are few pairs is no reason: the interval says so.
    """
    if result.status != "completed":
        return None
    reasons = reasons_against(result)
    if not reasons and result.machine is None and serial_spread(result) is None:
        return None
    return Trust(reasons)


def reasons_so_far(result: RunResult) -> tuple[Reason, ...]:
    """What speaks against the figures of a run that is still on, the gravest first."""
    if sum(each.wall_s for each in result.passes) < ENOUGH_S:
        return ()
    return reasons_against(result)


def reasons_against(result: RunResult) -> tuple[Reason, ...]:
    """Why its figures should not be believed, the gravest first."""
    return tuple(sorted(_reasons(result), key=lambda reason: not reason.serious))


def was_noisy(result: RunResult) -> bool:
    """Whether what figures mean may be the work of others."""
    return any(reason.lint == NOISY_MACHINE for reason in _reasons(result))


def _reasons(result: RunResult) -> Iterator[Reason]:
    if result.checksum_matches is False:
        text = "the results differ from those of the serial passes"
        yield Reason("results", text, "", serious=True)
    for each in signs(result):
        if each.value > each.bounds.noisy:
            yield Reason(each.about, each.text, each.lint, each.serious)
    if result.dropped_records:
        lost = f"{result.dropped_records:,} records were lost, so latency and figures lack them"
        yield Reason("records", lost, "", serious=False)
