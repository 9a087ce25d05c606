"""From what both sides of an experiment left to its result."""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import metadata

from concur_workloads.backends.registry import backend as backend_info
from concur_workloads.catalog.own import is_reference
from concur_workloads.catalog.registry import workload
from concur_workloads.control.ledger import EndedPass
from concur_workloads.control.party import Party
from concur_workloads.observer.cpus import usable_cpus
from concur_workloads.results.budget import TimeBudget, sum_of_budgets
from concur_workloads.results.figures import FigureReading
from concur_workloads.results.fork import Fork
from concur_workloads.results.machine_conditions import MachineConditions
from concur_workloads.results.preflight import Preflight
from concur_workloads.results.ratio import paired_ratio
from concur_workloads.results.run_result import (
    Environment,
    Failure,
    PassResult,
    Phases,
    RunResult,
    Status,
    WorkerResult,
)
from concur_workloads.results.snapshot import Role
from concur_workloads.results.where_time_went import WhereTimeWent
from concur_workloads.spec import RunSpec


def build_result(
    spec: RunSpec,
    parties: Sequence[Party],
    status: Status,
    cause: str,
    started_at_s: float,
    preflight: Preflight | None,
    where_time_went: WhereTimeWent,
    machine: MachineConditions | None,
) -> RunResult:
    """The result of an experiment that has ended, in whatever way."""
    budgets = where_time_went.budgets
    passes = tuple(_pass_results(parties))
    walls, serial_walls = _walls(passes, "backend"), _walls(passes, "serial")
    pairs = sorted(walls.keys() & serial_walls.keys())
    wall_s = statistics.median(walls.values()) if walls else None
    speedup = paired_ratio([serial_walls[each] for each in pairs], [walls[each] for each in pairs])
    backend = _party(parties, "backend")
    info, environment = backend_info(spec.backend), _environment(backend)
    incomparable = _incomparable(spec, parties)
    checksums = _checksums(passes, "backend") if not incomparable else []
    return RunResult(
        spec=spec,
        environment=environment,
        status=status,
        cause=cause,
        wall_s=wall_s,
        serial_wall_s=statistics.median(serial_walls.values()) if serial_walls else None,
        throughput_per_s=spec.tasks / wall_s if wall_s else None,
        speedup=speedup,
        efficiency=speedup.value / spec.workers if speedup is not None else None,
        checksum=checksums[0] if checksums else "",
        checksum_matches=_match(checksums, _checksums(passes, "serial")),
        latency=backend.ledger.state.durations.latency() if backend is not None else None,
        latency_tasks=backend.ledger.state.durations.count if backend is not None else 0,
        loop_lag=backend.ledger.loop_lag.latency() if backend is not None else None,
        figures=_figures(backend),
        serial_figures=_figures(_party(parties, "serial")),
        phases=_phases(backend, wall_s, passes),
        dropped_records=sum(party.ledger.missed for party in parties),
        passes=passes,
        workers=tuple(_workers(backend, budgets)) if backend is not None else (),
        workers_are=info.workers_are,
        workers_share_gil=not info.capabilities.own_gil_per_worker
        and (environment is None or environment.gil),
        failures=tuple(_failures(parties)),
        failures_in_all=sum(each.failed for each in passes),
        started_at_s=started_at_s,
        incomparable=incomparable,
        preflight=preflight,
        fork=_fork(backend),
        budget=sum_of_budgets(budgets.values()),
        gil_use=where_time_went.gil_use,
        gil_lane=where_time_went.gil_lane,
        late_looks=where_time_went.late_looks,
        machine=machine,
    )


def _party(parties: Sequence[Party], role: Role) -> Party | None:
    return next((party for party in parties if party.role == role), None)


def _figures(party: Party | None) -> tuple[FigureReading, ...]:
    if party is None:
        return ()
    return party.ledger.state.figures.readings(workload(party.spec.workload).figures)


def _pass_results(parties: Sequence[Party]) -> list[PassResult]:
    """The passes of both sides in the order in which they began."""
    ended = [(party.role, each) for party in parties for each in party.ledger.passes]
    ended.sort(key=lambda pair: pair[1].finished.start_ns)
    return [_pass_result(role, each) for role, each in ended]


def _pass_result(role: Role, ended: EndedPass) -> PassResult:
    finished = ended.finished
    status: Status = "completed"
    if finished.status == "failed":
        status = "failed"
    elif finished.status == "cancelled":
        status = "cancelled"
    return PassResult(
        number=finished.number,
        role=role,
        status=status,
        wall_s=ended.wall_s,
        completed=finished.completed,
        failed=finished.failed,
        checksum=finished.checksum,
        dispatch_s=ended.dispatch_s,
        paused=ended.paused,
    )


def _walls(passes: Sequence[PassResult], role: Role) -> dict[int, float]:
    """The times that count, by the number of the pass: of completed ones that were not paused."""
    return {each.number: each.wall_s for each in passes if each.role == role and each.counts}


def _checksums(passes: Sequence[PassResult], role: Role) -> list[str]:
    return [each.checksum for each in passes if each.role == role and each.checksum]


def _match(checksums: Sequence[str], serial: Sequence[str]) -> bool | None:
    if not checksums or not serial:
        return None
    return len({*checksums, *serial}) == 1


def _incomparable(spec: RunSpec, parties: Sequence[Party]) -> str:
    """Why nothing can be said of results, which those of the catalogue's workloads never are."""
    ended = [(party.role, each.finished) for party in parties for each in party.ledger.passes]
    if not all(finished.comparable for _, finished in ended):
        return "they are objects whose text is where they lie in memory"
    serial = {finished.checksum for role, finished in ended if role == "serial"} - {""}
    if is_reference(spec.workload) and len(serial) > 1:
        return "the serial passes gave different ones"
    return ""


def _environment(party: Party | None) -> Environment | None:
    if party is None or party.ledger.hello is None:
        return None
    hello, conditions = party.ledger.hello, party.ledger.conditions
    return Environment(
        python=hello.python,
        implementation=hello.implementation,
        executable=hello.executable,
        free_threaded=hello.free_threaded,
        gil_at_start=hello.gil,
        gil=conditions.workers_with_gil > 0 if conditions is not None else hello.gil,
        switch_interval_s=conditions.switch_interval_s if conditions is not None else None,
        platform=platform.platform(),
        machine=platform.machine(),
        usable_cpus=usable_cpus().count,
        cpus=os.cpu_count() or 1,
        concur_tui=_own_version(),
    )


@cache
def _own_version() -> str:
    """Kept, as finding it takes milliseconds and a run that is on is looked at each second."""
    return metadata.version("concur-tui")


def _fork(party: Party | None) -> Fork | None:
    forked = party.ledger.forked if party is not None else None
    return Fork(forked.threads, tuple(forked.names)) if forked is not None else None


def _phases(party: Party | None, wall_s: float | None, passes: Sequence[PassResult]) -> Phases:
    ready = party.ledger.workers_ready if party is not None else None
    stopped = party.ledger.stopped if party is not None else None
    waits = [
        each.dispatch_s for each in passes if each.role == "backend" and each.dispatch_s is not None
    ]
    return Phases(
        runner=party.launch_s if party is not None else None,
        startup=ready.startup_s if ready is not None else None,
        warm_up=ready.warm_up_s if ready is not None else None,
        work=wall_s,
        dispatch=statistics.median(waits) if waits else None,
        shutdown=stopped.shutdown_s if stopped is not None else None,
    )


def _workers(party: Party, budgets: Mapping[int, TimeBudget]) -> list[WorkerResult]:
    counters = {lane: reader.counters() for lane, reader in party.ledger.readers.items()}
    in_all = sum(each.ok + each.failed for each in counters.values())
    results = []
    for lane, counted in counters.items():
        identity, facts = party.ledger.readers[lane].identity(), party.ledger.workers[lane]
        ended = counted.ok + counted.failed
        results.append(
            WorkerResult(
                id=lane,
                pid=identity.pid,
                native_id=identity.native_id,
                startup_s=(identity.ready_ns - identity.created_ns) / 1e9
                if identity.ready_ns
                else None,
                cold_task_s=party.ledger.state.cold_task_s(lane),
                tasks=ended,
                failed=counted.failed,
                share=ended / in_all if in_all else 0.0,
                busy_s=counted.busy_ns / 1e9,
                on_cpu_s=counted.on_cpu_s,
                exit=facts.exited.exit if facts.exited is not None else None,
                budget=budgets.get(lane),
            )
        )
    return results


def _failures(parties: Sequence[Party]) -> list[Failure]:
    return [
        Failure(party.role, each.number, each.task, each.worker, each.cause)
        for party in parties
        for each in party.ledger.failures
    ]
