"""What the machine did while a run was on, seen from outside."""

from __future__ import annotations

from dataclasses import dataclass

from concur_workloads.results.snapshot import Role


@dataclass(frozen=True)
class PassFrequency:
    """The highest clock of the usable CPUs at one moment of a pass, in megahertz."""

    role: Role
    number: int
    mhz: float


@dataclass(frozen=True)
class MachineConditions:
    """Sums over all passes of both sides, `watched_s` seconds; None where it cannot be had.

    All CPU times are in seconds, of the `cpus` that this program may run on: of the run's own
    processes, of this program, of all `others`, and `stolen` by the host of a virtual machine.
    `own_resident_bytes` is the most that this program held at the beginning or the end of a pass.
    Throttling is of the control group that its quota stopped most often, in which others may be:
    `throttled` of `quota_periods`. Swapping is of the whole machine. `worker_threads` is the most
    threads that one process with workers had at an end of a pass; `other_threads` is how many of
    those that are no workers computed in one process at most, and all of them were on a CPU and
    waited for one so long. `frequencies` lacks passes that were too short; `frequency_limits_mhz`
    is the range that the CPUs have.
    """

    watched_s: float
    cpus: int
    run_cpu_s: float
    own_cpu_s: float
    own_resident_bytes: int
    others_cpu_s: float
    stolen_cpu_s: float | None
    quota_periods: int | None
    throttled_periods: int | None
    throttled_s: float | None
    swapped_in_bytes: int | None
    swapped_out_bytes: int | None
    worker_threads: int | None
    other_threads: int
    other_threads_cpu_s: float
    other_threads_waited_s: float
    frequencies: tuple[PassFrequency, ...]
    frequency_limits_mhz: tuple[float, float] | None
