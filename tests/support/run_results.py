"""Results of runs as they come out of an experiment, for whatever reads results."""

from dataclasses import replace
from typing import Any

from concur_workloads.results.budget import BudgetItem, TimeBudget
from concur_workloads.results.machine_conditions import MachineConditions, PassFrequency
from concur_workloads.results.ratio import Ratio
from concur_workloads.results.run_result import (
    Environment,
    Failure,
    PassResult,
    Phases,
    RunResult,
    WorkerResult,
)
from concur_workloads.results.snapshot import Latency
from concur_workloads.spec import RunSpec

ENVIRONMENT = Environment(
    python="3.11.7",
    implementation="CPython",
    executable="/usr/bin/python3",
    free_threaded=False,
    gil_at_start=True,
    gil=True,
    switch_interval_s=0.005,
    platform="Linux-6.1",
    machine="x86_64",
    usable_cpus=2,
    cpus=2,
    concur_tui="0.1.0",
)


def a_worker(number: int, **changes: Any) -> WorkerResult:
    """One of two threads that took turns over three passes of 16 tasks."""
    worker = WorkerResult(
        id=number,
        pid=4242,
        native_id=4300 + number,
        startup_s=0.0012,
        cold_task_s=0.081,
        tasks=24,
        failed=0,
        share=0.5,
        busy_s=3.69,
        on_cpu_s=1.88,
        exit=None,
    )
    return replace(worker, **changes)


def a_pass(number: int, **changes: Any) -> PassResult:
    """A completed pass of the backend over 16 tasks."""
    made = PassResult(number, "backend", "completed", 1.23, 16, 0, "c0ffee", 2e-6, paused=False)
    return replace(made, **changes)


def a_machine(**changes: Any) -> MachineConditions:
    """Two quiet CPUs over two passes, on hardware that tells all there is to tell."""
    machine = MachineConditions(
        watched_s=2.4,
        cpus=2,
        run_cpu_s=3.6,
        own_cpu_s=0.05,
        own_resident_bytes=43_000_000,
        others_cpu_s=0.02,
        stolen_cpu_s=0.0,
        quota_periods=24,
        throttled_periods=0,
        throttled_s=0.0,
        swapped_in_bytes=0,
        swapped_out_bytes=0,
        worker_threads=1,
        other_threads=0,
        other_threads_cpu_s=0.0,
        other_threads_waited_s=0.0,
        frequencies=(PassFrequency("serial", 1, 3400.0), PassFrequency("backend", 1, 3300.0)),
        frequency_limits_mhz=(800.0, 3500.0),
    )
    return replace(machine, **changes)


def a_result(**changes: Any) -> RunResult:
    """Three completed pairs on two threads that hold the GIL; `changes` replace fields."""
    result = RunResult(
        spec=RunSpec("sum-of-squares", {"terms": 1_000_000}, workers=2, tasks=16),
        environment=ENVIRONMENT,
        status="completed",
        cause="",
        wall_s=1.23,
        serial_wall_s=1.15,
        throughput_per_s=16 / 1.23,
        speedup=Ratio(0.93, 0.90, 0.97, 3),
        efficiency=0.465,
        checksum="c0ffee",
        checksum_matches=True,
        latency=Latency(0.152, 0.161, 0.170, 0.173),
        latency_tasks=48,
        loop_lag=None,
        figures=(),
        serial_figures=(),
        phases=Phases(0.045, 0.0013, 0.16, 1.23, 2e-6, 0.0004),
        dropped_records=0,
        passes=(a_pass(1, role="serial"), a_pass(2), a_pass(4), a_pass(6)),
        workers=(a_worker(1), a_worker(2)),
        workers_are="threads",
        workers_share_gil=True,
        failures=(),
        failures_in_all=0,
        started_at_s=1_700_000_000.0,
    )
    return replace(result, **changes)


def with_serial_walls(*walls_s: float, **changes: Any) -> RunResult:
    """A result whose serial passes took that long, each with a pass of the backend."""
    passes: list[PassResult] = []
    for number, wall_s in enumerate(walls_s, 1):
        passes.append(a_pass(number, role="serial", wall_s=wall_s))
        passes.append(a_pass(number))
    return a_result(passes=tuple(passes), **changes)


def a_budget(*, looks: int = 1000, **seconds: float) -> TimeBudget:
    """Where time went, by the names of the items in small letters; nothing went elsewhere."""
    items = dict.fromkeys(BudgetItem, 0.0) | {
        BudgetItem[name.upper()]: value for name, value in seconds.items()
    }
    return TimeBudget(sum(items.values()), items, looks)


def a_full_budget(each_s: float) -> TimeBudget:
    """As much time went to each item."""
    items = dict.fromkeys(BudgetItem, each_s)
    return TimeBudget(sum(items.values()), items, looks=1000)


def a_failed_result() -> RunResult:
    """A run whose second worker was killed before anything was timed."""
    return a_result(
        environment=None,
        status="failed",
        cause="worker 2 was ended by SIGKILL",
        wall_s=None,
        serial_wall_s=None,
        throughput_per_s=None,
        speedup=None,
        efficiency=None,
        checksum="",
        checksum_matches=None,
        latency=None,
        latency_tasks=0,
        loop_lag=None,
        figures=(),
        serial_figures=(),
        phases=Phases(None, None, None, None, None, None),
        passes=(),
        workers=(a_worker(2, startup_s=None, cold_task_s=None, tasks=0, share=0.0, exit=-9),),
        failures=(Failure("backend", 1, 3, 2, "killed by SIGKILL while running"),),
        failures_in_all=1,
    )
