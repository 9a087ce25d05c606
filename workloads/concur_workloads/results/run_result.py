"""The outcome of a run, with everything that was measured; None means not measured."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from concur_workloads.results.budget import TimeBudget
from concur_workloads.results.figures import FigureReading
from concur_workloads.results.fork import Fork
from concur_workloads.results.gil_lane import GilLane
from concur_workloads.results.gil_use import GilUse
from concur_workloads.results.machine_conditions import MachineConditions
from concur_workloads.results.preflight import Preflight
from concur_workloads.results.ratio import Ratio
from concur_workloads.results.snapshot import Latency, Role
from concur_workloads.spec import RunSpec

#: Raised by one with every change of the exported form.
SCHEMA = 4

Status = Literal["completed", "failed", "cancelled"]


@dataclass(frozen=True)
class Environment:
    """Where a run happened: the machine, and the interpreter of the runner.

    `gil` is whether any worker had the GIL on when it ran tasks, after everything was imported;
    `switch_interval_s` is what the workers had, None when none got so far.
    """

    python: str
    implementation: str
    executable: str
    free_threaded: bool
    gil_at_start: bool
    gil: bool
    switch_interval_s: float | None
    platform: str
    machine: str
    usable_cpus: int
    cpus: int
    concur_tui: str


@dataclass(frozen=True)
class Failure:
    """A task of a pass that gave no result; `worker` is None when it never reached one."""

    role: Role
    number: int
    task: int
    worker: int | None
    cause: str


@dataclass(frozen=True)
class PassResult:
    """One pass over all tasks; `dispatch_s` is what workers waited for tasks, per task.

    `paused` when it was paused in between, so that its times say nothing.
    """

    number: int
    role: Role
    status: Status
    wall_s: float
    completed: int
    failed: int
    checksum: str
    dispatch_s: float | None
    paused: bool

    @property
    def counts(self) -> bool:
        """Whether its time can be compared with that of other passes."""
        return self.status == "completed" and not self.paused


@dataclass(frozen=True)
class WorkerResult:
    """One worker over all passes of the backend.

    `cold_task_s` is its first task of all, before anything was warm; `exit` is the exit code of
    the last process that was this worker, negative for a signal, None for a thread. `budget` is
    None where the worker could not be watched.
    """

    id: int
    pid: int
    native_id: int
    startup_s: float | None
    cold_task_s: float | None
    tasks: int
    failed: int
    share: float
    busy_s: float
    on_cpu_s: float
    exit: int | None
    budget: TimeBudget | None = None


@dataclass(frozen=True)
class LongestUnderWay:
    """The task of the backend that has been under way for longest, one of `tasks` at this moment.

    `pass_s` is how long its pass has gone on if no other task is left to begin, else None.
    """

    task: int
    worker: int
    took_s: float
    tasks: int
    pass_s: float | None


@dataclass(frozen=True)
class Phases:
    """Where the backend's wall time went, in seconds, told apart.

    `runner` is until the fresh interpreter answered, `startup` until all workers were ready,
    `warm_up` their uncounted tasks, `work` the median pass, `dispatch` the part of it in which a
    worker waited for its next task (per task, median of passes), `shutdown` the end of the workers.
    """

    runner: float | None
    startup: float | None
    warm_up: float | None
    work: float | None
    dispatch: float | None
    shutdown: float | None


@dataclass(frozen=True)
class RunResult:
    """What came out of a spec, and the sentence that says so.

    `wall_s` and `throughput_per_s` are of the median pass; `serial_wall_s` likewise. `speedup` is
    serial over backend in paired passes, with its 95 % interval; `efficiency` is that per worker.
    `checksum_matches` compares with the serial passes; `incomparable` says why that cannot be done,
    empty where it can. `latency` is over all passes of the backend, but only over the
    `latency_tasks` tasks whose records were read in time. `loop_lag` is how late timers of its
    event loop fired, over all its passes, if it has one. `figures` are what the backend's tasks
    measured themselves, `serial_figures` what those of the serial passes did.
    `longest_under_way` is of a run that is still on.
    `workers_are` is a plural, such as "threads"; `workers_share_gil` is whether one GIL let only
    one of them run Python at a time. `preflight` is what was seen of a function of one's own
    before it ran; `fork` what ran in the process that workers were forked from, None where none
    were. `budget` is where the time of all workers of the backend went, start to end;
    `gil_use` who held the GIL, None where they shared none or nobody could look, `gil_lane` the
    same over time; `late_looks` the part of the looks for these that came too late. `machine` is
    what went on around it, None where no pass has ended.
    """

    spec: RunSpec
    environment: Environment | None
    status: Status
    cause: str
    wall_s: float | None
    serial_wall_s: float | None
    throughput_per_s: float | None
    speedup: Ratio | None
    efficiency: float | None
    checksum: str
    checksum_matches: bool | None
    latency: Latency | None
    latency_tasks: int
    loop_lag: Latency | None
    figures: tuple[FigureReading, ...]
    serial_figures: tuple[FigureReading, ...]
    phases: Phases
    dropped_records: int
    passes: tuple[PassResult, ...]
    workers: tuple[WorkerResult, ...]
    workers_are: str
    workers_share_gil: bool
    failures: tuple[Failure, ...]
    failures_in_all: int
    started_at_s: float
    incomparable: str = ""
    preflight: Preflight | None = None
    fork: Fork | None = None
    budget: TimeBudget | None = None
    gil_use: GilUse | None = None
    gil_lane: GilLane = field(default_factory=GilLane)
    late_looks: float | None = None
    machine: MachineConditions | None = None
    longest_under_way: LongestUnderWay | None = None
