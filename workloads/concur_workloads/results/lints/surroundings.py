"""What the machine did to the run."""

from __future__ import annotations

from concur_workloads.parameter import Parameter
from concur_workloads.results.lints.limits import DEFAULT_LIMITS, Limits, factor, percentage
from concur_workloads.results.lints.lint import Diagnosis, Lint
from concur_workloads.results.run_result import RunResult
from concur_workloads.results.signs import (
    NOISY_MACHINE,
    QUOTA_THROTTLING,
    SPREAD,
    SWAP,
    SWAPPED,
    TAKEN,
    THROTTLED,
    Sign,
    signs,
)
from concur_workloads.results.trust import ENOUGH_S
from concur_workloads.results.words import percent, seconds

# By default these lints speak where figures are no longer called good, which no limit changes.
_SPREAD = factor(
    f"{NOISY_MACHINE}.spread",
    SPREAD.noisy,
    "least time of the longest serial pass, over that of the shortest",
)
_TAKEN = percentage(
    f"{NOISY_MACHINE}.taken",
    100 * TAKEN.noisy,
    "least share of CPU time that other programs take from the run, or the host from the machine",
)
_PERIODS = percentage(
    f"{QUOTA_THROTTLING}.periods",
    100 * THROTTLED.noisy,
    "least share of its periods in which the quota runs out",
)
_MOVED = Parameter(
    f"{SWAP}.moved",
    SWAPPED.noisy / 2**20,
    "least amount of memory that moves to and from swap during passes",
    0.0,
    1_000_000.0,
    unit="MiB",
)
#: What each sign is judged by; clocks have nothing that can be set.
_LIMITS = {
    "serial passes": _SPREAD,
    "other programs": _TAKEN,
    "steal": _TAKEN,
    "quota": _PERIODS,
    "swap": _MOVED,
}


def noisy_machine(result: RunResult, limits: Limits = DEFAULT_LIMITS) -> Diagnosis | None:
    """Found where the same work did not get the same machine."""
    reasons = [each.text for each in _signs(result, NOISY_MACHINE, limits)]
    if not reasons:
        return None
    return Diagnosis(
        f"The machine was noisy: {', and '.join(reasons)}.",
        "Try more --repeats, while nothing else runs.",
    )


def quota_throttling(result: RunResult, limits: Limits = DEFAULT_LIMITS) -> Diagnosis | None:
    """Found where a CPU quota stopped the workers."""
    machine = result.machine
    if machine is None or not _signs(result, QUOTA_THROTTLING, limits):
        return None
    stopped, periods = machine.throttled_periods or 0, machine.quota_periods or 1
    return Diagnosis(
        f"The CPU quota of the control group ran out in {stopped:,} of {periods:,} periods "
        f"({percent(stopped / periods)}), and its CPUs were stopped for "
        f"{seconds(machine.throttled_s or 0.0)} in all.",
        "Try fewer --workers, or a larger quota.",
    )


def swapping(result: RunResult, limits: Limits = DEFAULT_LIMITS) -> Diagnosis | None:
    """Found where memory did not suffice."""
    machine = result.machine
    if machine is None or not _signs(result, SWAP, limits):
        return None
    read, moved = machine.swapped_in_bytes or 0, machine.swapped_out_bytes or 0
    return Diagnosis(
        f"During the passes the machine moved {moved / 2**20:.3g} MiB of memory out to swap and "
        f"read {read / 2**20:.3g} MiB back.",
        "Try fewer --workers, or smaller tasks, so that all fits into memory.",
    )


def _signs(result: RunResult, lint: str, limits: Limits) -> list[Sign]:
    """Those that are above their limits, the gravest first."""
    above = (each for each in signs(result) if each.lint == lint and _is_above(each, limits))
    return sorted(above, key=lambda sign: not sign.serious)


def _is_above(sign: Sign, limits: Limits) -> bool:
    limit = _LIMITS.get(sign.about)
    return sign.value > (sign.bounds.noisy if limit is None else limits[limit])


LINTS = (
    Lint(
        NOISY_MACHINE,
        "the same work did not get the same machine each time",
        noisy_machine,
        (_SPREAD, _TAKEN),
        speaks_after_s=ENOUGH_S,
        judges=("serial", "backend"),
    ),
    Lint(
        QUOTA_THROTTLING,
        "the CPU quota of the control group stopped workers",
        quota_throttling,
        (_PERIODS,),
        speaks_after_s=ENOUGH_S,
        judges=("serial", "backend"),
    ),
    Lint(
        SWAP,
        "the machine had to move memory to and from swap",
        swapping,
        (_MOVED,),
        speaks_after_s=ENOUGH_S,
        judges=("serial", "backend"),
    ),
)
