"""How far a result can be believed, and why not further."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from concur_workloads.results.budget import BudgetItem
from concur_workloads.results.crowding import crowding
from concur_workloads.results.machine_conditions import MachineConditions
from concur_workloads.results.noise import QUIET_SPREAD, serial_spread
from concur_workloads.results.run_result import RunResult
from concur_workloads.results.words import percent, seconds

Badge = Literal["good", "noisy", "not trustworthy"]

#: The lints that say more of a reason, by their names.
NOISY_MACHINE, QUOTA_THROTTLING, SWAP = "noisy-machine", "quota-throttling", "swap"


@dataclass(frozen=True)
class _Limits:
    """Above the first a result is noisy, above the second it is not to be trusted."""

    noisy: float
    too_much: float


#: Serial passes, longest over shortest: at 2, chance alone makes or hides a speed-up on two CPUs.
_SPREAD = _Limits(QUIET_SPREAD, 2.0)
#: Of the CPU time that the workers wanted: 5 % is within the interval of a few pairs, which differ
#: by more on a quiet machine, and a quarter changes any conclusion.
_TAKEN = _Limits(0.05, 0.25)
#: Of the periods of the quota: each one cut short stops all workers at once.
_THROTTLED = _Limits(0.05, 0.25)
#: Clocks of passes of one side, highest over lowest: serial passes may well get a better one.
_CLOCKS = _Limits(1.1, 1.3)
#: Of the rounds of looks: who comes late for one of four had no CPU, as the workers may have had.
_LATE = _Limits(0.25, 0.75)
#: Bytes in and out: less is a program that somebody had left alone; more stops who needs it.
_SWAPPED = _Limits(2**20, 64 * 2**20)
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
    spread = serial_spread(result)
    if spread is not None:
        text = f"serial passes took {seconds(spread.lowest_s)} to {seconds(spread.highest_s)}"
        yield from _judged("serial passes", spread.ratio, _SPREAD, text, NOISY_MACHINE)
    if result.machine is not None:
        yield from _machine_reasons(result, result.machine)
    if result.late_looks is not None:
        text = f"{100 * result.late_looks:.2g} % of the looks came late"
        yield from _judged("looks", result.late_looks, _LATE, text, "")
    if result.budget is not None:
        checking = _share(result.budget.seconds[BudgetItem.CHECKING], result.budget.in_tasks_s)
        text = f"comparing the results took {percent(checking)} as long as the tasks"
        yield from _judged("checks", checking, _TAKEN, text, "")
    if result.dropped_records:
        lost = f"{result.dropped_records:,} records were lost, so latency and figures lack them"
        yield Reason("records", lost, "", serious=False)


def _machine_reasons(result: RunResult, machine: MachineConditions) -> Iterator[Reason]:
    others = machine.others_cpu_s / machine.watched_s if machine.watched_s > 0 else 0.0
    text = f"other programs used {others:.2g} of {machine.cpus} CPUs"
    yield from _judged("other programs", crowding(result), _TAKEN, text, NOISY_MACHINE)
    stolen = _share(machine.stolen_cpu_s, machine.cpus * machine.watched_s)
    text = f"the host of this virtual machine took {percent(stolen)} of its CPU time"
    yield from _judged("steal", stolen, _TAKEN, text, NOISY_MACHINE)
    throttled = _share(machine.throttled_periods, machine.quota_periods)
    text = f"the CPU quota ran out in {percent(throttled)} of its periods"
    yield from _judged("quota", throttled, _THROTTLED, text, QUOTA_THROTTLING)
    swapped = (machine.swapped_in_bytes or 0) + (machine.swapped_out_bytes or 0)
    text = f"the machine swapped {swapped / 2**20:.3g} MiB"
    yield from _judged("swap", swapped, _SWAPPED, text, SWAP)
    for role in ("serial", "backend"):
        clocks = [each.mhz for each in machine.frequencies if each.role == role]
        if clocks:
            text = f"in {role} passes the CPUs ran at {min(clocks):.0f} to {max(clocks):.0f} MHz"
            ratio = max(clocks) / min(clocks)
            yield from _judged(f"{role} clocks", ratio, _CLOCKS, text, NOISY_MACHINE)


def _judged(about: str, value: float, limits: _Limits, text: str, lint: str) -> Iterator[Reason]:
    if value > limits.noisy:
        yield Reason(about, text, lint, serious=value > limits.too_much)


def _share(part: float | None, whole: float | None) -> float:
    """0 where either is not known."""
    return part / whole if part and whole else 0.0
