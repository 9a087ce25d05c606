"""What the machine did to the run."""

from __future__ import annotations

from concur_workloads.results.lints.lint import Diagnosis, Lint
from concur_workloads.results.run_result import RunResult
from concur_workloads.results.signs import NOISY_MACHINE, QUOTA_THROTTLING, SWAP
from concur_workloads.results.trust import ENOUGH_S, Reason, reasons_against
from concur_workloads.results.words import percent, seconds


def noisy_machine(result: RunResult) -> Diagnosis | None:
    """Found where the same work did not get the same machine."""
    reasons = [each.text for each in _reasons(result, NOISY_MACHINE)]
    if not reasons:
        return None
    return Diagnosis(
        f"The machine was noisy: {', and '.join(reasons)}.",
        "Try more --repeats, while nothing else runs.",
    )


def quota_throttling(result: RunResult) -> Diagnosis | None:
    """Found where a CPU quota stopped the workers."""
    machine = result.machine
    if machine is None or not _reasons(result, QUOTA_THROTTLING):
        return None
    stopped, periods = machine.throttled_periods or 0, machine.quota_periods or 1
    return Diagnosis(
        f"The CPU quota of the control group ran out in {stopped:,} of {periods:,} periods "
        f"({percent(stopped / periods)}), and its CPUs were stopped for "
        f"{seconds(machine.throttled_s or 0.0)} in all.",
        "Try fewer --workers, or a larger quota.",
    )


def swapping(result: RunResult) -> Diagnosis | None:
    """Found where memory did not suffice."""
    machine = result.machine
    if machine is None or not _reasons(result, SWAP):
        return None
    read, moved = machine.swapped_in_bytes or 0, machine.swapped_out_bytes or 0
    return Diagnosis(
        f"During the passes the machine moved {moved / 2**20:.3g} MiB of memory out to swap and "
        f"read {read / 2**20:.3g} MiB back.",
        "Try fewer --workers, or smaller tasks, so that all fits into memory.",
    )


def _reasons(result: RunResult, lint: str) -> list[Reason]:
    return [each for each in reasons_against(result) if each.lint == lint]


LINTS = (
    Lint(
        NOISY_MACHINE,
        "the same work did not get the same machine each time",
        noisy_machine,
        speaks_after_s=ENOUGH_S,
        judges=("serial", "backend"),
    ),
    Lint(
        QUOTA_THROTTLING,
        "the CPU quota of the control group stopped workers",
        quota_throttling,
        speaks_after_s=ENOUGH_S,
        judges=("serial", "backend"),
    ),
    Lint(
        SWAP,
        "the machine had to move memory to and from swap",
        swapping,
        speaks_after_s=ENOUGH_S,
        judges=("serial", "backend"),
    ),
)
