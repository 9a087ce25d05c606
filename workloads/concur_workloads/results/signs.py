"""How quiet it was while a run was measured: each figure that tells, and what is too much."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from concur_workloads.results.budget import BudgetItem
from concur_workloads.results.crowding import crowding
from concur_workloads.results.machine_conditions import MachineConditions
from concur_workloads.results.noise import QUIET_SPREAD, serial_spread
from concur_workloads.results.run_result import RunResult
from concur_workloads.results.words import percent, seconds

#: The lints that say more of a reason, by their names.
NOISY_MACHINE, QUOTA_THROTTLING, SWAP = "noisy-machine", "quota-throttling", "swap"


@dataclass(frozen=True)
class Bounds:
    """Above the first a result is noisy, above the second it is not to be trusted."""

    noisy: float
    too_much: float


#: Serial passes, longest over shortest: at 2, chance alone makes or hides a speed-up on two CPUs.
SPREAD = Bounds(QUIET_SPREAD, 2.0)
#: Of the CPU time that the workers wanted: 5 % is within the interval of a few pairs, which differ
#: by more on a quiet machine, and a quarter changes any conclusion.
TAKEN = Bounds(0.05, 0.25)
#: Of the periods of the quota: each one cut short stops all workers at once.
THROTTLED = Bounds(0.05, 0.25)
#: Clocks of passes of one side, highest over lowest: serial passes may well get a better one.
_CLOCKS = Bounds(1.1, 1.3)
#: Of the rounds of looks: who comes late for one of four had no CPU, as the workers may have had.
_LATE = Bounds(0.25, 0.75)
#: Bytes in and out: less is a program that somebody had left alone; more stops who needs it.
SWAPPED = Bounds(2**20, 64 * 2**20)


@dataclass(frozen=True)
class Sign:
    """One figure of how quiet it was, what it is judged by, and a phrase that has it.

    `about` tells it from other signs; `lint` names the one that says more of it, if any.
    """

    about: str
    value: float
    bounds: Bounds
    text: str
    lint: str

    @property
    def serious(self) -> bool:
        """Whether the result is not to be trusted for it."""
        return self.value > self.bounds.too_much


def signs(result: RunResult) -> Iterator[Sign]:
    """All that is known of how quiet it was, also where that is nothing to mind."""
    spread = serial_spread(result)
    if spread is not None:
        text = f"serial passes took {seconds(spread.lowest_s)} to {seconds(spread.highest_s)}"
        yield Sign("serial passes", spread.ratio, SPREAD, text, NOISY_MACHINE)
    if result.machine is not None:
        yield from _machine_signs(result, result.machine)
    if result.late_looks is not None:
        text = f"{100 * result.late_looks:.2g} % of the looks came late"
        yield Sign("looks", result.late_looks, _LATE, text, "")
    if result.budget is not None:
        checking = _share(result.budget.seconds[BudgetItem.CHECKING], result.budget.in_tasks_s)
        text = f"comparing the results took {percent(checking)} as long as the tasks"
        yield Sign("checks", checking, TAKEN, text, "")


def _machine_signs(result: RunResult, machine: MachineConditions) -> Iterator[Sign]:
    others = machine.others_cpu_s / machine.watched_s if machine.watched_s > 0 else 0.0
    text = f"other programs used {others:.2g} of {machine.cpus} CPUs"
    yield Sign("other programs", crowding(result), TAKEN, text, NOISY_MACHINE)
    stolen = _share(machine.stolen_cpu_s, machine.cpus * machine.watched_s)
    text = f"the host of this virtual machine took {percent(stolen)} of its CPU time"
    yield Sign("steal", stolen, TAKEN, text, NOISY_MACHINE)
    throttled = _share(machine.throttled_periods, machine.quota_periods)
    text = f"the CPU quota ran out in {percent(throttled)} of its periods"
    yield Sign("quota", throttled, THROTTLED, text, QUOTA_THROTTLING)
    swapped = (machine.swapped_in_bytes or 0) + (machine.swapped_out_bytes or 0)
    text = f"the machine swapped {swapped / 2**20:.3g} MiB"
    yield Sign("swap", swapped, SWAPPED, text, SWAP)
    for role in ("serial", "backend"):
        clocks = [each.mhz for each in machine.frequencies if each.role == role]
        if clocks:
            text = f"in {role} passes the CPUs ran at {min(clocks):.0f} to {max(clocks):.0f} MHz"
            ratio = max(clocks) / min(clocks)
            yield Sign(f"{role} clocks", ratio, _CLOCKS, text, NOISY_MACHINE)


def _share(part: float | None, whole: float | None) -> float:
    """0 where either is not known."""
    return part / whole if part and whole else 0.0
